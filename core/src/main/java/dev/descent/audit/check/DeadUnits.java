package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.replay.State;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Layers of ReLUs whose sums are below 0 in every sample from the start: they give 0, pass no gradient, and can never fire again. */
final class DeadUnits implements RunCheck, Check {
    /** Some units of any layer are dead by chance. */
    private static final double NEARLY_ALL = 0.9;

    /** In fewer samples a unit may be silent by chance. */
    private static final int FEWEST_SAMPLES = 16;

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        return suspicions(examination, setup::logits);
    }

    /** Without a run: behind a layer of zeros nothing shows any more, so such programs are often recovered up to there only. */
    @Override
    public List<Suspicion> examine(Examination examination) {
        return suspicions(examination, layer -> examination.first(Symbol.logits(layer)));
    }

    private static List<Suspicion> suspicions(
            Examination examination, IntFunction<? extends @Nullable Matrix> logitsOf) {
        Program program = examination.program();
        for (int layer = 1; layer < program.depth(); layer++) {
            if (program.forward().layer(layer).activation().kind() == Kind.RELU) {
                Matrix logits = logitsOf.apply(layer);
                if (logits == null || logits.rows() < FEWEST_SAMPLES) {
                    return List.of();
                }
                double dead = dead(logits);
                if (dead >= NEARLY_ALL) {
                    return List.of(suspicion(examination, layer, dead));
                }
            }
        }
        return List.of();
    }

    /** Share of units that are below 0 in every sample, and not 0 in all, as behind weights of zero. */
    private static double dead(Matrix logits) {
        int dead = 0;
        for (int unit = 0; unit < logits.columns(); unit++) {
            Matrix sums = logits.columns(unit, unit + 1);
            dead += sums.maximum() <= 0 && sums.minimum() < 0 ? 1 : 0;
        }
        return (double) dead / logits.columns();
    }

    private static Suspicion suspicion(Examination examination, int layer, double dead) {
        Program program = examination.program();
        Matrix bias = examination.first(Symbol.bias(layer));
        // A bias that takes nothing away is not what keeps the sums below 0.
        boolean byBias = bias != null && bias.minimum() < 0;
        Symbol parameter = byBias ? Symbol.bias(layer) : Symbol.weight(layer);
        String name = program.parameter(parameter).name();
        String should = byBias
                ? "np.zeros(%s.shape)".formatted(name)
                : "np.random.randn(*%s.shape) / np.sqrt(number of inputs)".formatted(name);
        return new Suspicion(
                Fault.UNITS_DEAD,
                Certainty.LIKELY,
                List.of(name),
                "%s of the ReLUs of layer %d are below 0 in every sample: they give 0, no gradient passes them, and they never change"
                        .formatted(Wording.percent(dead), layer),
                List.of(Evidence.against(
                        "share of units that fire in no sample",
                        dead,
                        NEARLY_ALL,
                        "a dead unit has no gradient (Glorot, Bordes and Bengio 2011)")),
                name + " = " + should + " at the start",
                new Line(name, name, should),
                setup -> mended(setup, parameter));
    }

    private static Setup mended(Setup setup, Symbol parameter) {
        if (parameter.role() == Symbol.Role.WEIGHT) {
            return SymmetricStart.drawn(setup);
        }
        Map<Symbol, Matrix> parameters = new LinkedHashMap<>(setup.start().parameters());
        parameters.compute(parameter, (_, bias) -> bias == null ? null : bias.scaled(0));
        return setup.with(new State(parameters));
    }
}
