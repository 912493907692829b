package dev.descent.audit.check;

import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One parameter of several that moves many times less far than all others, which move at one rate, and learns next to nothing so. */
final class OddRate implements Check {
    private static final double SAME = 1e-3;

    /** Layers that are tuned at a tenth of the rate are meant. */
    private static final double ODD = 30;

    /** Others that agree on their rate. */
    private static final int FEWEST = 2;

    /** What is left of the loss where it moves at their rate. */
    private static final double HINDERED = 0.75;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Map<Symbol, Double> rates = new LinkedHashMap<>();
        Program program = examination.program();
        for (Symbol parameter : program.parameters()) {
            double rate = rate(program, parameter);
            if (Double.isNaN(rate)) {
                return List.of();
            }
            rates.put(parameter, rate);
        }
        List<Suspicion> found = new ArrayList<>();
        rates.forEach((parameter, rate) -> {
            List<Double> others = rates.entrySet().stream()
                    .filter(other -> !other.getKey().equals(parameter))
                    .map(Map.Entry::getValue)
                    .toList();
            if (others.size() >= FEWEST
                    && others.stream().allMatch(other -> Math.abs(other / others.getFirst() - 1) < SAME)
                    && others.getFirst() > ODD * rate
                    && helps(examination, parameter, others.getFirst() / rate)) {
                found.add(suspicion(examination, parameter, others.getFirst() / rate));
            }
        });
        return found;
    }

    /** What multiplies the gradient of the dump's error, without its sign; NaN where that is not known. */
    private static double rate(Program program, Symbol parameter) {
        if (!(program.updates().get(parameter) instanceof Update.Plain plain)
                || !plain.steady()
                || plain.decay() != 0) {
            return Double.NaN;
        }
        Explanation gradient = program.explanations().get(parameter.gradient());
        if (gradient != null && gradient.fault() != null) {
            return Double.NaN;
        }
        return Math.abs(plain.factor() * program.shownScale(parameter.gradient()));
    }

    private static boolean helps(Examination examination, Symbol parameter, double times) {
        Update own = examination.program().updates().get(parameter);
        return examination.leaves(HINDERED, update -> own != null && update.equals(own) ? update.times(times) : update);
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, double times) {
        Program program = examination.program();
        String name = program.parameter(parameter).name();
        Update update = program.updates().getOrDefault(parameter, new Update.Unknown());
        Update right = update.times(times);
        Line line = new Line(
                name, Wording.update(examination, parameter, update), Wording.update(examination, parameter, right));
        return new Suspicion(
                Fault.STEP_TOO_SMALL,
                Certainty.LIKELY,
                List.of(name),
                "the step of %s is %s times smaller than that of every other parameter"
                        .formatted(name, Wording.number(times)),
                List.of(Evidence.against(
                        "rate of the others over that of " + name, times, ODD, "all else moves at one rate")),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }
}
