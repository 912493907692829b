package dev.descent.cli.json;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What is known of a program in a collection of cases.
 *
 * @param faults codes of its faults, none for a healthy program
 * @param where the variables that are wrong, any of which counts
 */
@Json
public record AuditTruth(List<String> faults, List<String> where) {}
