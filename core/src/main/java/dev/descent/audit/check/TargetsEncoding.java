package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Target;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;

/** One number for every sample where there is an output for every class: NumPy compares all outputs with that one number. */
final class TargetsEncoding implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        if (!isWrong(examination)) {
            return List.of();
        }
        Program program = examination.program();
        String name = examination.name(program.targetSymbol());
        Matrix target = examination.first(program.targetSymbol());
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
        if (target.repeated() > 0) {
            return true;
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.at(i) != values.get(Math.floorDiv(i, values.columns()), 0)) {
                return false;
            }
        }
        return values.isWhole() && values.maximum() > 1 && values.maximum() > values.minimum();
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
