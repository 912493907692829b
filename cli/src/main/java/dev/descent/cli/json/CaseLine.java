package dev.descent.cli.json;

import dev.descent.experiment.cases.Bench.Outcome;
import dev.descent.report.Fault;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case of the doctor's bench.
 *
 * @param event {@code case}
 * @param truth codes of the true faults
 * @param found codes of the faults found, the likeliest first
 * @param alarmed whether something was found at all, be it only that something is wrong
 * @param asItIs quality of the training as it is, 0 for a constant answer and 1 for perfect
 * @param mended quality of the doctor's repair
 * @param fixed quality of the known fix, null where none is known
 * @param point what 1 point is in quality: a repair this close to the fix counts
 * @param undecided whether the case counts nowhere, as its truth is disputed and its fix does no better
 */
@Json
public record CaseLine(
        String event,
        String id,
        List<String> truth,
        List<String> found,
        boolean alarmed,
        @Nullable Boolean layerRight,
        @Nullable Double asItIs,
        @Nullable Double mended,
        @Nullable Double fixed,
        double point,
        boolean undecided,
        double seconds,
        double processorSeconds,
        String trouble) {

    public static CaseLine of(Outcome outcome) {
        return new CaseLine(
                "case",
                outcome.id(),
                outcome.truth().stream().map(Fault::code).sorted().toList(),
                outcome.found().stream().map(Fault::code).toList(),
                outcome.alarmed(),
                outcome.layerRight(),
                JsonLines.number(outcome.asItIs()),
                JsonLines.number(outcome.mended()),
                JsonLines.number(outcome.fixed()),
                outcome.point(),
                outcome.isUndecided(),
                outcome.seconds(),
                outcome.processorSeconds(),
                outcome.trouble());
    }
}
