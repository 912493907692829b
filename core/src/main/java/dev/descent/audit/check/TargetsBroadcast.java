package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A column of outputs minus a vector of targets: NumPy repeats both, each output is compared with the targets of all samples, and the
 * weights grow a column for each sample.
 */
final class TargetsBroadcast implements Check {
    /** So many outputs as there are samples is chance where there are few. */
    private static final int FEWEST = 5;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Variable repeated = repeated(examination);
        if (repeated != null) {
            return List.of(suspicion(examination, examination.name(program.error()), repeated.name()));
        }
        return program.book().variables().stream()
                .filter(variable -> isOfAllPairs(examination, variable))
                .findFirst()
                .map(error -> List.of(suspicion(examination, error.name(), examination.name(program.targetSymbol()))))
                .orElse(List.of());
    }

    private static Suspicion suspicion(Examination examination, String error, String targets) {
        Program program = examination.program();
        String output = examination.name(Symbol.activation(program.depth()));
        int samples = program.samples(0);
        Line line = new Line(
                error,
                "%s - %s, for every sample with the %s of every other".formatted(output, targets, targets),
                "%s - %s.reshape(-1, 1)".formatted(output, targets));
        return new Suspicion(
                Fault.GRADIENT_WRONG,
                Certainty.LIKELY,
                List.of(error),
                "%s compares each of %d outputs with the targets of all samples: %s has the shape (%d,), which NumPy takes for a row"
                        .formatted(error, samples, targets, samples),
                List.of(Evidence.against("targets of a sample", samples, 1, "one output for each sample")),
                line.mended(),
                line,
                setup -> setup);
    }

    /** The vector that every sample has as its targets, of as many numbers as there are samples; null for none. */
    private static @Nullable Variable repeated(Examination examination) {
        Program program = examination.program();
        Matrix target = examination.first(program.targetSymbol());
        if (target == null || target.rows() < FEWEST || target.rows() != target.columns()) {
            return null;
        }
        int samples = target.rows();
        boolean alike = IntStream.range(samples, target.size()).allMatch(i -> target.at(i) == target.at(i % samples));
        if (!alike || target.maximum() == target.minimum()) {
            return null;
        }
        return program.book().variables().stream()
                .filter(variable -> variable.rank() == 1)
                .filter(variable -> {
                    Matrix value = variable.atOrBefore(0);
                    return value != null
                            && value.size() == samples
                            && IntStream.range(0, samples).allMatch(i -> value.at(i) == target.at(i));
                })
                .findFirst()
                .orElse(null);
    }

    /** Whether it is, in every iteration, each sample's output minus each sample's target, or the other way round. */
    private static boolean isOfAllPairs(Examination examination, Variable variable) {
        Program program = examination.program();
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix pairs = variable.at(step.iteration());
            Matrix output = step.find(Symbol.activation(program.depth()));
            Matrix target = step.find(program.targetSymbol());
            if (pairs == null || output == null || target == null) {
                continue;
            }
            boolean square = output.columns() == 1
                    && output.rows() >= FEWEST
                    && pairs.rows() == output.rows()
                    && pairs.columns() == output.rows()
                    && target.sameShape(output);
            if (!square) {
                return false;
            }
            Matrix differences = Matrix.filled(pairs.rows(), pairs.columns(), 0)
                    .plus(output)
                    .minus(Matrix.filled(pairs.rows(), pairs.columns(), 0).plus(target.transpose()));
            if (!Fit.same(pairs, differences).matches()
                    && !Fit.scaledBy(pairs, differences, -1).matches()) {
                return false;
            }
            seen++;
        }
        return seen > 0;
    }
}
