package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Line;
import java.util.List;
import java.util.Optional;

/**
 * {@code error = output; error -= target}: both names mean one array, so what was the output is now the error, and a derivative that is taken of
 * the output is taken of the error.
 */
final class OverwrittenOutput implements Relation {
    @Override
    public Optional<Finding> find(Trace trace) {
        List<Shown> all = Shown.of(trace);
        for (Shown error : all) {
            if (error.isConstant()) {
                continue;
            }
            for (Shown output : all) {
                boolean twins = !error.name().equals(output.name())
                        && error.shape().equals(output.shape())
                        && error.isSame(output);
                if (twins && all.stream().anyMatch(target -> leavesOutput(error, target))) {
                    Optional<Shown> delta = all.stream()
                            .filter(other -> other.shape().equals(error.shape()))
                            .filter(other -> other.follows((t, i) -> {
                                double value = error.at(t, i);
                                return value * value * (1 - value);
                            }))
                            .findFirst();
                    if (delta.isPresent()) {
                        return Optional.of(finding(delta.get(), error, output));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it and a target add up to what a sigmoid may give, and it alone is none. */
    private static boolean leavesOutput(Shown error, Shown target) {
        if (!target.shape().equals(error.shape()) || !target.isOfZerosAndOnes()) {
            return false;
        }
        boolean negative = false;
        for (int t = 0; t < error.values().size(); t++) {
            for (int i = 0; i < error.size(); i++) {
                double output = error.at(t, i) + target.at(t, i);
                if (!(output >= 0 && output <= 1)) {
                    return false;
                }
                negative |= error.at(t, i) < 0;
            }
        }
        return negative;
    }

    private static Finding finding(Shown delta, Shown one, Shown other) {
        boolean ordered = one.name().contains("err") || one.name().contains("diff");
        String error = ordered ? one.name() : other.name();
        String output = ordered ? other.name() : one.name();
        String computes =
                "%s * %s * (1 - %s), where %s and %s are one array".formatted(error, output, output, output, error);
        String should = "%s * %s * (1 - %s)".formatted(error, output, output);
        return new Finding(
                Fault.DERIVATIVE_WRONG_INPUT,
                Certainty.LIKELY,
                "%s, %s, %s".formatted(delta.name(), error, output),
                "%s and %s hold the same numbers all the time, output minus target: they are one array, and %s takes the derivative of the error"
                        .formatted(error, output, delta.name()),
                List.of(Evidence.fact("numbers of " + delta.name() + " that the formula reproduces", delta.size())),
                "%s = %s - target, into an array of its own".formatted(error, output),
                null,
                List.of(),
                List.of(),
                new Line(delta.name(), computes, should));
    }
}
