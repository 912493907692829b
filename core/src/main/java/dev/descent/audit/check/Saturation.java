package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.State;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A first layer or a start that drives units where they are flat: inputs of the wrong scale, or weights too large. */
final class Saturation implements RunCheck {
    /** A sigmoid's derivative is below 0.001 for logits beyond this, a tanh's beyond half of it. */
    private static final double FLAT = 7;

    private static final double MOST_FLAT = 0.5;
    /** Inputs beyond this are no scaled ones: standardised inputs stay below about 10. */
    private static final double SCALED = 15;

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        Program program = examination.program();
        double largest = setup.inputs().largestFinite();
        for (int layer = 1; layer < program.depth(); layer++) {
            Matrix logits = logits(setup, layer);
            Nonlinearity activation = program.forward().layer(layer).activation();
            double flat = flat(logits, activation);
            if (flat > MOST_FLAT && largest > SCALED) {
                return List.of(inputs(examination, setup, layer, flat));
            }
            if (flat > MOST_FLAT) {
                return examination.isFromLaterStep(setup) ? List.of() : List.of(start(examination, layer, flat));
            }
        }
        return largest > SCALED && !learns(examination, setup) && learnsBetterScaled(examination, setup)
                ? List.of(inputs(examination, setup, 1, 0))
                : List.of();
    }

    private static boolean learns(Examination examination, Setup setup) {
        Examination.Trial trial = examination.trial(setup);
        return trial.run().settled() < 0.9 * trial.few().constantLoss();
    }

    /** Whether scaled inputs learn, and no worse than the inputs as they are: Adam's steps hardly depend on the scale. */
    private static boolean learnsBetterScaled(Examination examination, Setup setup) {
        Setup few = scaled(setup).thinned(Budget.SAMPLES);
        Replay.Run run = few.train(Budget.steps(few));
        boolean learns = run.settled() < 0.98 * few.constantLoss() || run.end() < 0.9 * run.first();
        return learns && !(run.settled() > examination.trial(setup).run().settled());
    }

    private static Matrix logits(Setup setup, int layer) {
        Setup few = setup.thinned(Budget.SAMPLES);
        return few.logits(layer);
    }

    private static double flat(Matrix logits, Nonlinearity activation) {
        double limit = activation.kind() == Nonlinearity.Kind.SIGMOID
                ? FLAT
                : activation.kind() == Nonlinearity.Kind.TANH ? FLAT / 2 : Double.POSITIVE_INFINITY;
        int count = 0;
        for (double value : logits.values()) {
            count += Math.abs(value) > limit ? 1 : 0;
        }
        return (double) count / logits.size();
    }

    private static Setup scaled(Setup setup) {
        double largest = setup.inputs().largestFinite();
        return setup.withInputs(matrix -> matrix.scaled(1 / largest));
    }

    private static Suspicion inputs(Examination examination, Setup setup, int layer, double flat) {
        Program program = examination.program();
        String name = program.forward().input().name();
        double largest = setup.inputs().largestFinite();
        String divisor = largest <= 255 && largest > 200 ? "255" : Wording.number(largest);
        return new Suspicion(
                Fault.INPUTS_UNSCALED,
                Certainty.LIKELY,
                List.of(name),
                "%s goes up to %s: the sums of the first layer are far too large%s"
                        .formatted(
                                name,
                                Wording.number(largest),
                                flat == 0
                                        ? ""
                                        : ", and %s of the units of layer %d start flat"
                                                .formatted(Wording.percent(flat), layer)),
                List.of(
                        Evidence.against(
                                "largest input",
                                largest,
                                SCALED,
                                "inputs scaled to a variance near 1 (LeCun and others 1998)"),
                        Evidence.fact("share of saturated units in layer " + layer, flat)),
                "%s = %s / %s".formatted(name, name, divisor),
                new Line(name, name, name + " / " + divisor),
                Saturation::scaled);
    }

    private static Suspicion start(Examination examination, int layer, double flat) {
        Program program = examination.program();
        String name = program.parameter(Symbol.weight(layer)).name();
        Matrix weight = examination.first(Symbol.weight(layer));
        double mean = weight == null ? 0 : weight.sum() / weight.size();
        boolean onesided = weight != null && weight.minimum() >= 0;
        return new Suspicion(
                Fault.INIT_TOO_LARGE,
                Certainty.LIKELY,
                List.of(name),
                "%s of the units of layer %d start saturated%s, where their derivative is next to nothing"
                        .formatted(
                                Wording.percent(flat),
                                layer,
                                onesided
                                        ? " as %s is never negative (mean %s)".formatted(name, Wording.number(mean))
                                        : ""),
                List.of(Evidence.against(
                        "share of saturated units in layer " + layer,
                        flat,
                        MOST_FLAT,
                        "derivative below 0.001 (Glorot and Bengio 2010)")),
                "%s = np.random.randn(*%s.shape) / np.sqrt(number of inputs)".formatted(name, name),
                null,
                setup -> smaller(setup, layer));
    }

    /** The layer's weights around 0, with variance 1 / inputs. */
    private static Setup smaller(Setup setup, int layer) {
        Map<Symbol, Matrix> parameters = new LinkedHashMap<>(setup.start().parameters());
        Matrix weight = setup.start().get(Symbol.weight(layer));
        double mean = weight.sum() / weight.size();
        Matrix centred = weight.mapExactly(value -> value - mean);
        double spread = centred.norm() / Math.sqrt(centred.size());
        double wanted = 1 / Math.sqrt(weight.rows());
        parameters.put(Symbol.weight(layer), spread > wanted ? centred.scaled(wanted / spread) : centred);
        return setup.with(new State(parameters));
    }
}
