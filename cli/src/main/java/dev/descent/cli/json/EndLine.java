package dev.descent.cli.json;

import io.avaje.jsonb.Json;

/**
 * How a training ended.
 *
 * @param event {@code end}
 * @param ending {@code finished}, {@code step-limit}, {@code stopped-early}, {@code hopeless} or {@code interrupted}
 * @param model the file written
 */
@Json
public record EndLine(String event, String ending, long steps, double seconds, String model) {}
