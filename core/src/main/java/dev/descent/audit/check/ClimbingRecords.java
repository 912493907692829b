package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of dumps that hold one record for many updates: weights that all move along their gradients from record to record, not against them,
 * while the outputs go away from the targets. Where the dump shows the updates themselves, {@link Direction} measures each.
 */
final class ClimbingRecords implements Check {
    /** Cosine between the change of a weight and its gradient, the mean of both ends of it. */
    private static final double ALONG = 0.3;

    private static final int FEWEST_RECORDS = 3;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Symbol> weights = program.parameters().stream()
                .filter(parameter -> parameter.role() == Symbol.Role.WEIGHT)
                .toList();
        boolean isHidden = program.updates().values().stream()
                .allMatch(update -> update instanceof Update.Unknown || update instanceof Update.Still);
        boolean climbs = isHidden
                && program.iterations() >= FEWEST_RECORDS
                && weights.stream().allMatch(weight -> examination.showsDelta(weight.layer()))
                && weights.stream().allMatch(weight -> climbs(examination, weight))
                && goesAway(examination);
        return climbs ? List.of(suspicion(examination, weights)) : List.of();
    }

    private static boolean climbs(Examination examination, Symbol weight) {
        int seen = 0;
        List<Step> steps = examination.steps();
        for (int t = 1; t < steps.size(); t++) {
            Matrix change = change(examination.program(), weight, t);
            Matrix before = steps.get(t - 1).find(weight.gradient());
            Matrix after = steps.get(t).find(weight.gradient());
            if (change == null || before == null || after == null) {
                continue;
            }
            double one = cosine(change, before);
            double other = cosine(change, after);
            if (!(one > 0 && other > 0 && one + other > 2 * ALONG)) {
                return false;
            }
            seen++;
        }
        return seen + 1 >= FEWEST_RECORDS;
    }

    private static @Nullable Matrix change(Program program, Symbol weight, int record) {
        Matrix now = program.parameter(weight).at(record);
        Matrix last = program.parameter(weight).at(record - 1);
        return now == null || last == null || !now.sameShape(last) ? null : now.minus(last);
    }

    private static double cosine(Matrix one, Matrix other) {
        if (!one.sameShape(other)) {
            return Double.NaN;
        }
        return one.by(other).sum() / (one.norm() * other.norm());
    }

    /** Whether the outputs are farther from the targets in each record than in the one before. */
    private static boolean goesAway(Examination examination) {
        double last = Double.NaN;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix output = step.find(Symbol.activation(examination.program().depth()));
            Matrix target = step.find(examination.program().targetSymbol());
            if (output == null || target == null || !output.sameShape(target)) {
                return false;
            }
            double distance = output.minus(target).norm();
            if (distance <= last) {
                return false;
            }
            last = distance;
            seen++;
        }
        return seen >= FEWEST_RECORDS;
    }

    private static Suspicion suspicion(Examination examination, List<Symbol> weights) {
        Program program = examination.program();
        List<String> names =
                weights.stream().map(weight -> program.parameter(weight).name()).toList();
        String gradient = Wording.gradient(examination, weights.getFirst());
        String name = names.getFirst();
        Line line = new Line(
                name,
                "%s + learning_rate * %s".formatted(name, gradient),
                "%s - learning_rate * %s".formatted(name, gradient));
        return new Suspicion(
                Fault.STEP_ASCENDS,
                Certainty.LIKELY,
                names,
                "from record to record %s moves along %s, which points uphill, and the outputs go away from the targets"
                        .formatted(name, gradient),
                List.of(Evidence.against(
                        "cosine between the change of %s and its gradient, more than".formatted(name),
                        ALONG,
                        0,
                        "a step against the gradient goes down")),
                line.mended(),
                line,
                setup -> setup);
    }
}
