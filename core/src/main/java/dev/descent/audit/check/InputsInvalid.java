package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Program;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;

/** Inputs that hold NaN or infinities. */
final class InputsInvalid implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Matrix input = program.forward().input().atOrBefore(0);
        if (input == null || input.isFinite()) {
            return List.of();
        }
        int bad = (int) java.util.Arrays.stream(input.values())
                .filter(value -> !Double.isFinite(value))
                .count();
        String name = program.forward().input().name();
        return List.of(new Suspicion(
                Fault.INPUTS_INVALID,
                Certainty.LIKELY,
                List.of(name),
                "%s holds %d numbers that are NaN or infinite; one is enough to make every weight NaN"
                        .formatted(name, bad),
                List.of(Evidence.against("numbers that are not finite", bad, 0, "arithmetic")),
                "%s = np.nan_to_num(%s)".formatted(name, name),
                null,
                setup -> setup.withInputs(matrix -> matrix.mapExactly(value -> Double.isFinite(value) ? value : 0))));
    }
}
