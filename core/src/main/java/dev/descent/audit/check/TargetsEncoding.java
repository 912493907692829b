package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Target;
import dev.descent.audit.recover.TargetValues;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.Arrays;
import java.util.List;

/**
 * One number for every sample where there is an output for every class, as NumPy compares all outputs with that one number; or one-hot
 * rows that a reshape has cut up where a transpose was meant.
 */
final class TargetsEncoding implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        if (!isWrong(examination)) {
            return List.of();
        }
        Program program = examination.program();
        String name = examination.name(program.targetSymbol());
        Matrix target = examination.first(program.targetSymbol());
        if (target != null && isReshaped(examination)) {
            return List.of(reshaped(program, name, target));
        }
        if (target != null && isShifted(target)) {
            return List.of(shifted(name, target));
        }
        int outputs = target == null ? 0 : target.columns();
        return List.of(new Suspicion(
                Fault.TARGETS_WRONG_ENCODING,
                Certainty.LIKELY,
                List.of(name),
                "%s holds one number for each sample, and all %d outputs are compared with it: each class needs an output of its own"
                                .formatted(name, outputs)
                        + " that is 1 for it and 0 for the others",
                List.of(Evidence.against(
                        "different targets of a sample", 1, 2, "one-hot: a 1 for the class, 0 for the others")),
                "%s = np.eye(%d)[%s.astype(int).ravel()]".formatted(name, outputs, name),
                null,
                setup -> setup.withTargets(TargetsEncoding::oneHot)));
    }

    /** Whether every output has the same whole number as its target, in every sample, and not the same in all samples. */
    static boolean isWrong(Examination examination) {
        Program program = examination.program();
        Target target = program.forward().target();
        Matrix values = examination.first(program.targetSymbol());
        if (target == null || values == null || values.columns() < 2 || !values.isFinite()) {
            return false;
        }
        if (target.repeated() > 0 || isReshaped(examination) || isShifted(values)) {
            return true;
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.at(i) != values.get(Math.floorDiv(i, values.columns()), 0)) {
                return false;
            }
        }
        return values.isWhole() && values.maximum() > 1 && values.maximum() > values.minimum();
    }

    /** Whether no sample has one class, but every sample would if the numbers were taken in the same order in the other shape. */
    private static boolean isReshaped(Examination examination) {
        Program program = examination.program();
        Target target = program.forward().target();
        Matrix values = examination.first(program.targetSymbol());
        if (target == null || target.source() == null || target.classes() > 0 || values == null) {
            return false;
        }
        return TargetValues.areZerosAndOnes(values)
                && values.columns() > 2
                && values.rows() > values.columns()
                && !TargetValues.areOneHot(values)
                && TargetValues.areOneHot(turned(values, target.source().transposed()));
    }

    /** Whether one class has no sample and some samples have no class: numbers that start at 1 were compared with ones that start at 0. */
    private static boolean isShifted(Matrix values) {
        Matrix ofSamples = values.sumOfColumns();
        Matrix ofClasses = values.sumOfRows();
        long empty = Arrays.stream(ofClasses.values()).filter(sum -> sum == 0).count();
        int last = values.columns() - 1;
        return values.columns() > 2
                && TargetValues.areZerosAndOnes(values)
                && ofSamples.minimum() == 0
                && ofSamples.maximum() == 1
                && empty == 1
                && (ofClasses.at(0) == 0 || ofClasses.at(last) == 0);
    }

    private static Suspicion shifted(String name, Matrix target) {
        Matrix sums = target.sumOfColumns();
        double without = Arrays.stream(sums.values()).filter(sum -> sum == 0).count() / (double) sums.size();
        return new Suspicion(
                Fault.TARGETS_WRONG_ENCODING,
                Certainty.LIKELY,
                List.of(name),
                "%s of the samples of %s have no class, and one class has no sample: the class numbers and the columns do not start at the same number"
                        .formatted(Wording.percent(without), name),
                List.of(Evidence.against("share of samples without a class", without, 0, "one-hot")),
                "%s = np.eye(%d)[labels - labels.min()]".formatted(name, target.columns()),
                null,
                setup -> setup);
    }

    /** The rows that were meant: the user's array holds their numbers one after another, or those of their transpose. */
    private static Matrix turned(Matrix values, boolean transposed) {
        return transposed
                ? Matrix.of(values.rows(), values.columns(), values.transpose().values(), Matrix.DOUBLE)
                : Matrix.of(values.columns(), values.rows(), values.values(), Matrix.DOUBLE)
                        .transpose();
    }

    private static Suspicion reshaped(Program program, String name, Matrix target) {
        Target found = program.forward().target();
        boolean transposed =
                found != null && found.source() != null && found.source().transposed();
        return new Suspicion(
                Fault.TARGETS_WRONG_ENCODING,
                Certainty.LIKELY,
                List.of(name),
                "%s has a 1 for each sample in the order of its numbers, but not in its shape: it was reshaped where it had to be transposed,"
                                .formatted(name)
                        + " and each sample got parts of others' targets",
                List.of(
                        Evidence.against(
                                "most ones in the target of a sample",
                                target.sumOfColumns().maximum(),
                                1,
                                "one-hot"),
                        Evidence.fact("ones for each sample on average", target.sum() / target.rows())),
                "%s = one_hot.T, not one_hot.reshape(%d, %d)"
                        .formatted(
                                name,
                                transposed ? target.columns() : target.rows(),
                                transposed ? target.rows() : target.columns()),
                null,
                setup -> setup.withTargets(
                        values -> values.rows() == target.rows() ? turned(values, transposed) : values));
    }

    private static Matrix oneHot(Matrix numbers) {
        double[] values = new double[numbers.size()];
        for (int row = 0; row < numbers.rows(); row++) {
            int label = (int) numbers.get(row, 0);
            if (label >= 0 && label < numbers.columns()) {
                values[row * numbers.columns() + label] = 1;
            }
        }
        return Matrix.of(numbers.rows(), numbers.columns(), values, Matrix.DOUBLE);
    }
}
