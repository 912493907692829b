package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;
import java.util.stream.IntStream;

/** A cost that is NaN although every array is finite: a logarithm of 0 times 0, which does not reach the gradients but hides what they do. */
final class UnstableCost implements Check {
    private static final int FEWEST = 2;

    @Override
    public List<Suspicion> examine(Examination examination) {
        return examination.program().book().scalars().stream()
                .filter(scalar -> count(scalar) >= FEWEST)
                .findFirst()
                .map(scalar -> List.of(suspicion(examination, scalar)))
                .orElse(List.of());
    }

    private static long count(Variable scalar) {
        return IntStream.range(0, scalar.iterations())
                .filter(t -> {
                    Matrix value = scalar.at(t);
                    return value != null && Double.isNaN(value.at(0));
                })
                .count();
    }

    private static Suspicion suspicion(Examination examination, Variable scalar) {
        String name = scalar.name();
        return new Suspicion(
                Fault.NUMERICALLY_UNSTABLE,
                Certainty.LIKELY,
                List.of(name),
                "%s is NaN though all arrays are finite: 0 times the logarithm of 0 is NaN, and one in a sum is enough"
                        .formatted(name),
                List.of(Evidence.against("iterations in which it is NaN", (double) count(scalar), 0, "IEEE 754")),
                "add a small number inside the logarithm, as np.log(%s + 1e-12), or leave out the targets that are 0"
                        .formatted(examination.name(
                                Symbol.activation(examination.program().depth()))),
                null,
                setup -> setup);
    }
}
