package dev.descent.cli.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of a training.
 *
 * @param event {@code epoch}
 * @param loss mean over the epoch's steps
 * @param validationLoss null when no validation samples are kept apart
 */
@Json
public record EpochLine(
        String event,
        int epoch,
        int epochs,
        long step,
        @Nullable Double loss,
        @Nullable Double accuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        @Nullable Double learningRate,
        @Nullable Double samplesPerSecond) {}
