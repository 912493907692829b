package dev.descent.cli.json;

import dev.descent.train.Evaluation;
import dev.descent.train.Task;
import io.avaje.jsonb.Json;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a network answers.
 *
 * @param event {@code evaluation}
 * @param data what it was judged by
 * @param confusion {@code [true class][answered class]}; null, like accuracy, macroF1 and calibrationError, where the task
 *     is to hit numbers
 */
@Json
public record EvaluationLine(
        String event,
        String data,
        int samples,
        @Nullable Double loss,
        @Nullable Double meanSquaredError,
        @Nullable Double accuracy,
        @Nullable Double macroF1,
        @Nullable Double calibrationError,
        @Nullable List<List<Integer>> confusion) {

    public static EvaluationLine of(String data, Evaluation evaluation) {
        boolean hasClasses = evaluation.task() != Task.NUMBERS;
        return new EvaluationLine(
                "evaluation",
                data,
                evaluation.samples(),
                JsonLines.number(evaluation.loss()),
                JsonLines.number(evaluation.meanSquaredError()),
                JsonLines.number(evaluation.accuracy()),
                hasClasses ? JsonLines.number(evaluation.confusion().macroF1()) : null,
                hasClasses ? JsonLines.number(evaluation.calibrationError()) : null,
                hasClasses ? confusion(evaluation) : null);
    }

    private static List<List<Integer>> confusion(Evaluation evaluation) {
        return Arrays.stream(evaluation.confusion().counts())
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}
