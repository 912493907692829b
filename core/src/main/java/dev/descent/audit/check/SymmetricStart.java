package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.replay.State;
import dev.descent.data.CounterRandom;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hidden units that start with the same weights in and out get the same gradient, and stay the same for ever. */
final class SymmetricStart implements Check {
    private static final double ROUNDINGS = 1e3;

    @Override
    public List<Suspicion> examine(Examination examination) {
        int depth = examination.program().depth();
        List<String> variables = new ArrayList<>();
        for (int layer = 1; layer < depth; layer++) {
            Matrix in = examination.first(Symbol.weight(layer));
            Matrix out = examination.first(Symbol.weight(layer + 1));
            if (in != null && out != null && in.columns() > 1 && sameColumns(in) && sameColumns(out.transpose())) {
                variables.add(
                        examination.program().parameter(Symbol.weight(layer)).name());
                variables.add(examination
                        .program()
                        .parameter(Symbol.weight(layer + 1))
                        .name());
            }
        }
        if (variables.isEmpty()) {
            return List.of();
        }
        String first = variables.getFirst();
        return List.of(new Suspicion(
                Fault.INIT_SYMMETRIC,
                Certainty.LIKELY,
                variables.stream().distinct().toList(),
                "all units of %s start with the same weights, so all get the same gradient and stay one unit"
                        .formatted(first),
                List.of(Evidence.fact("different columns of " + first + " at the start", 1)),
                "%s = np.random.randn(*%s.shape) / np.sqrt(number of inputs), and so for every weight"
                        .formatted(first, first),
                null,
                SymmetricStart::drawn));
    }

    private static boolean sameColumns(Matrix matrix) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 1; column < matrix.columns(); column++) {
                double first = matrix.get(row, 0);
                // A step adds them up in another order, so that their last digits come apart.
                double rounding = ROUNDINGS * matrix.epsilon() * Math.abs(first);
                if (!(Math.abs(matrix.get(row, column) - first) <= rounding)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Weights drawn anew: normal, with variance 1 / inputs. */
    static Setup drawn(Setup setup) {
        CounterRandom random = CounterRandom.of(5, CounterRandom.Purpose.MEASUREMENT);
        Map<Symbol, Matrix> drawn = new LinkedHashMap<>();
        long counter = 0;
        for (Map.Entry<Symbol, Matrix> entry : setup.start().parameters().entrySet()) {
            Matrix like = entry.getValue();
            if (entry.getKey().role() == Symbol.Role.BIAS) {
                drawn.put(entry.getKey(), like);
                continue;
            }
            double[] values = new double[like.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.normal(counter++) / Math.sqrt(like.rows());
            }
            drawn.put(entry.getKey(), Matrix.of(like.rows(), like.columns(), values, Matrix.DOUBLE));
        }
        return setup.with(new State(drawn));
    }
}
