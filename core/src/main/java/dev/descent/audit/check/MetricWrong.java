package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.check.AccuracySlip.Judged;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Variable;
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
 * A network judged wrongly: predictions taken over the samples instead of the classes, or an accuracy that counts something else. A
 * number of the dump that is a usual slip in every iteration, and the accuracy in none of its usual forms, is one; one that never
 * changes must be called an accuracy besides.
 */
final class MetricWrong implements Check {
    /** As many class numbers agree by chance less than once in a million. */
    private static final int FEWEST_NUMBERS = 8;

    private static final double SAME = 1e-6;

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
            AccuracySlip slip = slip(variable, judged);
            if (slip != null) {
                found.add(accuracy(examination, variable, slip, judged));
            }
        }
        return Suspicion.joined(found);
    }

    /** Output and target of each iteration; null where they are not known. */
    private static List<@Nullable Judged> judged(Examination examination) {
        Program program = examination.program();
        List<@Nullable Judged> judged = new ArrayList<>();
        examination.steps().forEach(step -> {
            Matrix output = step.find(Symbol.activation(program.depth()));
            Matrix target = step.find(program.targetSymbol());
            judged.add(
                    output == null
                                    || target == null
                                    || !output.sameShape(target)
                                    || !output.isFinite()
                                    || !target.isFinite()
                            ? null
                            : new Judged(output, target));
        });
        return judged;
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
                    && one.namesClassOfSeveral()
                    && value.size() == classes
                    && classes != one.output().rows();
            if (!shaped || AccuracySlip.agreement(value.values(), AccuracySlip.largestOfColumns(one.output())) < 1) {
                return false;
            }
            numbers += classes;
        }
        return numbers >= FEWEST_NUMBERS;
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

    private static @Nullable AccuracySlip slip(Variable variable, List<@Nullable Judged> judged) {
        boolean named = !variable.isInteger() && AccuracySlip.soundsLikeAccuracy(variable.name());
        if (variable.isConstant() && !named) {
            return null;
        }
        return AccuracySlip.ALL.stream()
                .filter(slip -> variable.isConstant() || !slip.byName())
                .filter(slip -> judged.stream()
                        .allMatch(one -> one == null || slip.applies().test(one)))
                .filter(slip -> follows(variable, judged, slip.value(), slip.byName()))
                .filter(_ -> AccuracySlip.RIGHT.stream().noneMatch(right -> isRight(variable, judged, right)))
                .findFirst()
                .orElse(null);
    }

    private static boolean isRight(Variable variable, List<@Nullable Judged> judged, ToDoubleFunction<Judged> share) {
        return judged.stream().allMatch(one -> one == null || one.namesClass())
                && follows(variable, judged, share, true);
    }

    /**
     * Whether it is this share, as it is or in percent, in every iteration.
     *
     * @param mayBeZero whether 0 shows it too; else what is 0 to rounding, as the sum of a softmax's delta, is a share of nothing
     */
    private static boolean follows(
            Variable variable, List<@Nullable Judged> judged, ToDoubleFunction<Judged> share, boolean mayBeZero) {
        return IntStream.of(1, 100).anyMatch(times -> {
            int seen = 0;
            boolean shows = mayBeZero;
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
            return seen > 1 && shows;
        });
    }

    private static Suspicion accuracy(
            Examination examination, Variable variable, AccuracySlip slip, List<@Nullable Judged> judged) {
        String output = output(examination);
        String target = examination.name(examination.program().targetSymbol());
        int axis = isTurned(examination) ? 0 : 1;
        boolean several = judged.stream().anyMatch(one -> one != null && one.namesClassOfSeveral());
        boolean two = judged.stream().anyMatch(one -> one != null && one.namesOneOfTwo());
        String should = several
                ? "np.mean(np.argmax(%s, axis=%d) == np.argmax(%s, axis=%d))".formatted(output, axis, target, axis)
                : two
                        ? "np.mean((%s > 0.5) == (%s > 0.5))".formatted(output, target)
                        : "1 - np.mean((%s - %s)**2) / np.var(%s)".formatted(output, target, target);
        return suspicion(
                variable, slip.says(), new Line(variable.name(), slip.computes().formatted(output, target), should));
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
