package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.replay.Recipe;
import dev.descent.audit.replay.Replay;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * Sigmoids behind sigmoids, each of which passes at most a quarter of the gradient on (Glorot and Bengio 2010, section 3): reported
 * only where the program learns nothing in a run and does with tanh in their places, from the same weights.
 */
final class DeepSigmoids implements RunCheck {
    private static final int FEWEST_HIDDEN = 3;

    /** What is left of the loss of a constant answer, as it is and with the activation changed. */
    private static final double NOTHING_LEARNT = 0.97;

    private static final double LEARNT = 0.75;

    /** Root mean square of the first layer's delta over the last's. */
    private static final double FADED = 0.05;

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        Program program = examination.program();
        List<Integer> sigmoids = new ArrayList<>();
        for (int k = 1; k < program.depth(); k++) {
            if (program.forward().layer(k).activation().kind() == Kind.SIGMOID) {
                sigmoids.add(k);
            }
        }
        if (sigmoids.size() < FEWEST_HIDDEN || sigmoids.size() < program.depth() - 1) {
            return List.of();
        }
        double faded = faded(examination);
        Examination.Trial asItIs = examination.trial(setup);
        double constant = asItIs.few().constantLoss();
        if (!(faded < FADED) || asItIs.run().settled() < NOTHING_LEARNT * constant) {
            return List.of();
        }
        Replay.Run mended = mended(asItIs.few(), sigmoids).train(Budget.steps(asItIs.few()));
        return mended.settled() < LEARNT * constant ? List.of(suspicion(examination, sigmoids, faded)) : List.of();
    }

    @Override
    public boolean isForTheRest() {
        return true;
    }

    private static double faded(Examination examination) {
        Matrix first = examination.first(Symbol.delta(1));
        Matrix last = examination.first(Symbol.delta(examination.program().depth()));
        return first == null || last == null
                ? Double.NaN
                : (first.norm() / Math.sqrt(first.size())) / (last.norm() / Math.sqrt(last.size()));
    }

    private static Setup mended(Setup setup, List<Integer> layers) {
        Recipe recipe = setup.recipe();
        for (int layer : layers) {
            recipe = recipe.withActivation(
                    layer, Nonlinearity.TANH, new Slope(Slope.Form.TANH), Math.abs(recipe.scale(Symbol.delta(layer))));
        }
        return setup.with(recipe);
    }

    private static Suspicion suspicion(Examination examination, List<Integer> layers, double faded) {
        List<String> names = layers.stream()
                .map(layer -> Wording.place(examination, Symbol.activation(layer)))
                .toList();
        String name = names.getFirst();
        Formula logits = new Formula.Of(Symbol.logits(layers.getFirst()));
        var shown = examination.program().role(Symbol.activation(layers.getFirst()));
        Line line = new Line(
                name,
                examination.program().print(new Formula.Activate(Nonlinearity.SIGMOID, logits), shown),
                examination.program().print(new Formula.Activate(Nonlinearity.TANH, logits), shown));
        return new Suspicion(
                Fault.ACTIVATION_WRONG,
                Certainty.LIKELY,
                names,
                "%d layers of sigmoids in a row, each of which passes at most a quarter of the gradient on: what reaches the first is %s of the last's"
                        .formatted(layers.size(), Wording.number(faded)),
                List.of(Evidence.against(
                        "delta of the first layer over that of the last",
                        faded,
                        FADED,
                        "about 1 where the gradient comes through (Glorot and Bengio 2010)")),
                line.mended() + ", with (1 - " + name + "**2) as its derivative, and so for each hidden layer",
                line,
                setup -> mended(setup, layers));
    }
}
