package dev.descent.cli.json;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a network takes one picture for.
 *
 * @param event {@code recognition}
 * @param source file, with {@code #} and the sample's number where a file holds several
 * @param probabilities of the classes 0, 1, …; null where not a number
 */
@Json
public record RecognitionLine(String event, String source, int digit, List<Double> probabilities) {}
