package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Variable;
import dev.descent.audit.replay.Losses;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network of several classes judged wrongly: predictions taken over the samples instead of the classes, or an accuracy that counts
 * something else. A number of the dump that is a usual slip in every iteration, and the accuracy in none of its usual forms, is one.
 */
final class MetricWrong implements Check {
    /** As many class numbers agree by chance less than once in a million. */
    private static final int FEWEST_NUMBERS = 8;

    private static final double SAME = 1e-6;

    /** What a program compares. */
    private record Judged(Matrix output, Matrix target) {}

    private record Slip(String says, String computes, ToDoubleFunction<Judged> value) {}

    private static final List<Slip> SLIPS = List.of(
            new Slip(
                    "compares the positions of the largest of each class over the samples (axis 0), not of each sample over the classes",
                    "np.mean(np.argmax(%1$s, axis=0) == np.argmax(%2$s, axis=0))",
                    one -> agreement(largestOfColumns(one.output()), largestOfColumns(one.target()))),
            new Slip(
                    "counts every number of the one-hot rows by itself: who never names a class is right in all but one of them",
                    "np.mean((%1$s > 0.5) == %2$s)",
                    MetricWrong::alike));

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<@Nullable Judged> judged = judged(examination);
        if (judged.stream().allMatch(Objects::isNull)) {
            return List.of();
        }
        List<Suspicion> found = new ArrayList<>();
        for (Variable variable : examination.program().book().variables()) {
            if (arePositionsOverSamples(variable, judged)) {
                found.add(predictions(examination, variable));
            }
        }
        for (Variable variable : examination.program().book().scalars()) {
            Slip slip = slip(variable, judged);
            if (slip != null) {
                found.add(accuracy(examination, variable, slip));
            }
        }
        return Suspicion.joined(found);
    }

    /** Output and target of each iteration; null where they are not known or name no class of several. */
    private static List<@Nullable Judged> judged(Examination examination) {
        Program program = examination.program();
        List<@Nullable Judged> judged = new ArrayList<>();
        examination.steps().forEach(step -> {
            Matrix output = step.find(Symbol.activation(program.depth()));
            Matrix target = step.find(program.targetSymbol());
            judged.add(
                    output == null || target == null || !nameClasses(output, target)
                            ? null
                            : new Judged(output, target));
        });
        return judged;
    }

    private static boolean nameClasses(Matrix output, Matrix target) {
        return output.sameShape(target) && output.isFinite() && target.columns() > 2 && TargetValues.areOneHot(target);
    }

    // ---------------------------------------------------------------- predictions

    /** Whether it is argmax over the samples of the outputs, one number for each class, in every iteration. */
    private static boolean arePositionsOverSamples(Variable variable, List<@Nullable Judged> judged) {
        int numbers = 0;
        for (int t = 0; t < judged.size(); t++) {
            Judged one = judged.get(t);
            Matrix value = variable.at(t);
            if (one == null || value == null) {
                continue;
            }
            int classes = one.output().columns();
            boolean shaped = variable.isInteger()
                    && value.size() == classes
                    && classes != one.output().rows();
            if (!shaped || agreement(value.values(), largestOfColumns(one.output())) < 1) {
                return false;
            }
            numbers += classes;
        }
        return numbers >= FEWEST_NUMBERS;
    }

    private static double[] largestOfColumns(Matrix matrix) {
        return IntStream.range(0, matrix.columns())
                .mapToDouble(column -> {
                    int best = 0;
                    for (int row = 1; row < matrix.rows(); row++) {
                        best = matrix.get(row, column) > matrix.get(best, column) ? row : best;
                    }
                    return best;
                })
                .toArray();
    }

    private static double agreement(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] == other[i] ? 1 : 0)
                .average()
                .orElse(0);
    }

    private static Suspicion predictions(Examination examination, Variable variable) {
        String output = output(examination);
        int axis = isTurned(examination) ? 0 : 1;
        String should = "np.argmax(%s, axis=%d)".formatted(output, axis);
        return suspicion(
                variable,
                "holds for each class the sample with its largest output, not for each sample its class",
                new Line(variable.name(), "np.argmax(%s, axis=%d)".formatted(output, 1 - axis), should));
    }

    // ---------------------------------------------------------------- accuracies

    private static @Nullable Slip slip(Variable variable, List<@Nullable Judged> judged) {
        return SLIPS.stream()
                .filter(slip -> follows(variable, judged, slip.value()))
                .filter(_ -> !follows(variable, judged, one -> Losses.accuracy(one.output(), one.target())))
                .findFirst()
                .orElse(null);
    }

    /** Whether it is this share, as it is or in percent, in every iteration, and not the same in all. */
    private static boolean follows(Variable variable, List<@Nullable Judged> judged, ToDoubleFunction<Judged> share) {
        if (variable.isConstant()) {
            return false;
        }
        return IntStream.of(1, 100).anyMatch(times -> {
            int seen = 0;
            boolean shows = false;
            for (int t = 0; t < judged.size(); t++) {
                Judged one = judged.get(t);
                Matrix value = variable.at(t);
                if (one == null || value == null) {
                    continue;
                }
                shows |= Math.abs(value.at(0)) > SAME * times;
                if (Math.abs(value.at(0) - times * share.applyAsDouble(one)) > SAME * times) {
                    return false;
                }
                seen++;
            }
            // What is 0 to rounding, as the sum of a softmax's delta, is a share of nothing.
            return seen > 1 && shows;
        });
    }

    /** Share of all numbers that are alike, the outputs rounded. */
    private static double alike(Judged one) {
        int alike = 0;
        for (int i = 0; i < one.output().size(); i++) {
            alike += (one.output().at(i) > 0.5 ? 1 : 0) == one.target().at(i) ? 1 : 0;
        }
        return (double) alike / one.output().size();
    }

    private static Suspicion accuracy(Examination examination, Variable variable, Slip slip) {
        String output = output(examination);
        String target = examination.name(examination.program().targetSymbol());
        int axis = isTurned(examination) ? 0 : 1;
        return suspicion(
                variable,
                slip.says(),
                new Line(
                        variable.name(),
                        slip.computes().formatted(output, target),
                        "np.mean(np.argmax(%s, axis=%d) == np.argmax(%s, axis=%d))"
                                .formatted(output, axis, target, axis)));
    }

    // ---------------------------------------------------------------- both

    private static Suspicion suspicion(Variable variable, String says, Line line) {
        return new Suspicion(
                Fault.METRIC_WRONG,
                Certainty.LIKELY,
                List.of(variable.name()),
                variable.name() + " " + says,
                List.of(Evidence.fact("iterations in which it is exactly that", variable.iterations())),
                line.mended(),
                line,
                setup -> setup);
    }

    private static String output(Examination examination) {
        return Wording.place(
                examination, Symbol.activation(examination.program().depth()));
    }

    /** Whether the program keeps a sample in each column. */
    private static boolean isTurned(Examination examination) {
        Ref role = examination
                .program()
                .role(Symbol.activation(examination.program().depth()));
        return role != null && role.transposed();
    }
}
