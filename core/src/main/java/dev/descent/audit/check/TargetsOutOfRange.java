package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Target;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Targets that the output's activation can never give. */
final class TargetsOutOfRange implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        Matrix target = all(examination);
        Nonlinearity output = program.forward().layer(program.depth()).activation();
        if (target == null
                || !target.isFinite()
                || TargetsEncoding.isWrong(examination)
                || OutputActivation.isWrong(examination)
                || !isTarget(examination, target)) {
            return List.of();
        }
        double low = output.lowest();
        double high = output.highest();
        double slack = 1e-6 * Math.max(1, target.largest());
        if (target.minimum() >= low - slack && target.maximum() <= high + slack) {
            return List.of();
        }
        String name = examination.name(program.targetSymbol());
        double from = target.minimum();
        double to = target.maximum();
        boolean classes = target.isWhole() && target.columns() == 1 && to > 1 && from >= 0 && to < 1000;
        String remedy = classes
                ? "%s = np.eye(%d)[%s] with %d outputs, or a linear output"
                        .formatted(name, (int) to + 1, name + ".astype(int).ravel()", (int) to + 1)
                : "%s = (%s %s %s) / %s, or a linear output"
                        .formatted(
                                name,
                                name,
                                from < 0 ? "+" : "-",
                                Wording.number(Math.abs(from)),
                                Wording.number(to - from));
        return List.of(new Suspicion(
                Fault.TARGETS_OUT_OF_RANGE,
                Certainty.LIKELY,
                List.of(name),
                String.format(
                        Locale.ROOT,
                        "%s goes from %s to %s, but the output (%s) can only give numbers from %s to %s",
                        name,
                        Wording.number(from),
                        Wording.number(to),
                        output,
                        Wording.number(low),
                        high == Double.POSITIVE_INFINITY ? "infinity" : Wording.number(high)),
                List.of(
                        Evidence.against("largest target", to, high, "range of the activation"),
                        Evidence.against("smallest target", from, low, "range of the activation")),
                remedy,
                null,
                setup -> setup.withTargets(matrix -> matrix.map(value -> into(value, from, to, low, high)))));
    }

    /** Whether it is more than the only array left of its shape: a delta of it shows, or it is data. */
    private static boolean isTarget(Examination examination, Matrix target) {
        Target found = examination.program().forward().target();
        boolean constant = found != null
                && found.source() != null
                && found.source().variable().isConstant();
        boolean data = target.isWhole() || constant;
        return (data || examination.showsDelta(examination.program().depth()))
                && !(target.columns() == 1 && isAnyNumber(examination, constant));
    }

    /** Whether any number would do as well: of one output and one sample every error moves the weights along the inputs, by a rate that varies. */
    private static boolean isAnyNumber(Examination examination, boolean constant) {
        Program program = examination.program();
        boolean single = program.samples(0) == 1 && !constant;
        return single
                && program.role(Symbol.delta(program.depth())) == null
                && program.updates().entrySet().stream()
                        .filter(entry -> entry.getKey().layer() == program.depth())
                        .map(Map.Entry::getValue)
                        .noneMatch(TargetsOutOfRange::isSteady);
    }

    /** Whether its factor was found again in every step; momentum's may vary. */
    private static boolean isSteady(Update update) {
        return switch (update) {
            case Update.Plain plain -> plain.steady();
            case Update.Momentum _ -> false;
            default -> update.moves();
        };
    }

    /** The targets of all iterations, one after another: a program that takes one sample at a time shows a range only there. */
    private static @Nullable Matrix all(Examination examination) {
        Matrix all = null;
        for (Step step : examination.steps()) {
            Matrix target = step.find(examination.program().targetSymbol());
            if (target == null) {
                continue;
            }
            if (all == null) {
                all = target;
            } else if (target.columns() == all.columns() && !target.sameValues(all)) {
                all = all.above(target);
            }
        }
        return all;
    }

    private static double into(double value, double from, double to, double low, double high) {
        double top = high == Double.POSITIVE_INFINITY ? low + 1 : high;
        return to == from ? low : low + (top - low) * (value - from) / (to - from);
    }
}
