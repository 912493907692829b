package dev.descent.cli.json;

import io.avaje.jsonb.Json;

/**
 * A symptom that was seen while training.
 *
 * @param event {@code symptom}
 * @param rule its name
 * @param place layer or parameter, empty for the whole
 * @param step where it was seen, 0 for the whole
 * @param hopeless whether the training was stopped for it
 */
@Json
public record HealthLine(String event, String rule, String place, long step, String says, boolean hopeless) {}
