package dev.descent.cli.json;

import io.avaje.jsonb.Json;

/**
 * What is about to be trained.
 *
 * @param event {@code start}
 * @param experiment the whole experiment as a YAML file
 * @param steps planned
 */
@Json
public record StartLine(
        String event,
        String name,
        String data,
        int trainSamples,
        int testSamples,
        int parameters,
        int epochs,
        long steps,
        String experiment) {}
