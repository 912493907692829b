package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hidden layers that pass their weighted sums on as they are: all layers together are one matrix. */
final class MissingNonlinearity implements Check {
    private static final int SMALLEST_VOCABULARY = 5;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (int k = 1; k < program.depth() && examination.knowsLayers(); k++) {
            Layer layer = program.forward().layer(k);
            Ref shown = layer.output() == null ? layer.logits() : layer.output();
            boolean linear = layer.activation().isIdentity() && !(k == 1 && isEmbedding(examination));
            boolean known = shown != null || isProvedByItsStep(program, k);
            if (linear && known && goesBelowZero(examination, k)) {
                found.add(suspicion(examination, k, shown));
            }
        }
        return Suspicion.joined(found);
    }

    /** Whether the inputs are one-hot words of a vocabulary, or means of some: then the first layer looks up rows of its weights. */
    private static boolean isEmbedding(Examination examination) {
        boolean hasBias = examination.program().forward().layer(1).bias() != null;
        return examination.steps().stream()
                .map(step -> step.find(Symbol.activation(0)))
                .allMatch(inputs -> inputs != null
                        && inputs.columns() >= SMALLEST_VOCABULARY
                        && (TargetValues.areOneHot(inputs) || (!hasBias && areMeansOfWords(inputs))));
    }

    /** Rows of shares that sum to 1, most of them 0 (Joulin and others 2017, Bag of Tricks for Efficient Text Classification). */
    private static boolean areMeansOfWords(Matrix inputs) {
        long zeros = Arrays.stream(inputs.values()).filter(value -> value == 0).count();
        return inputs.minimum() >= 0
                && 2 * zeros > inputs.size()
                && Arrays.stream(inputs.sumOfColumns().values()).allMatch(sum -> Math.abs(sum - 1) < 1e-6);
    }

    /** Whether the weight into the layer moves by a gradient that has come back through it as if it were linear. */
    private static boolean isProvedByItsStep(Program program, int layer) {
        Update update = program.updates().get(Symbol.weight(layer));
        boolean steady = !(update instanceof Update.Plain plain) || plain.steady();
        return update != null && update.moves() && steady;
    }

    /** Numbers that are all positive do not tell an identity from a ReLU. */
    private static boolean goesBelowZero(Examination examination, int layer) {
        return examination.steps().stream().anyMatch(step -> {
            Matrix value = step.find(Symbol.activation(layer));
            return value != null && value.minimum() < 0;
        });
    }

    private static Suspicion suspicion(Examination examination, int layer, @Nullable Ref shown) {
        String weight = examination.program().parameter(Symbol.weight(layer)).name();
        String name = shown == null ? Symbol.activation(layer).standardName() : shown.name();
        Formula sums =
                new Formula.Product(new Formula.Of(Symbol.activation(layer - 1)), new Formula.Of(Symbol.weight(layer)));
        Formula known = examination.program().formula(Symbol.logits(layer));
        String computes = examination.program().print(known == null ? sums : known, shown);
        String should = "np.maximum(" + computes + ", 0)";
        return new Suspicion(
                Fault.ACTIVATION_MISSING,
                Certainty.LIKELY,
                shown == null ? List.of(weight) : List.of(name),
                "%s is the weighted sum itself: without a non-linearity the layers together are no more than one layer"
                        .formatted(shown == null ? "what " + weight + " makes" : name),
                List.of(Evidence.fact("non-linearities after layer " + layer, 0)),
                name + " = " + should + ", and multiply this layer's delta by (" + name + " > 0)",
                new Line(name, computes, should),
                setup -> mended(setup, layer));
    }

    private static Setup mended(Setup setup, int layer) {
        Formula back = setup.recipe().formulas().get(Symbol.delta(layer));
        double scale = setup.recipe().scale(Symbol.delta(layer));
        var activated = setup.recipe().withActivation(layer, Nonlinearity.RELU);
        return setup.with(
                back == null
                        ? activated
                        : activated.with(
                                Symbol.delta(layer),
                                new Formula.Times(
                                        back,
                                        new Formula.Derivative(
                                                new dev.descent.audit.algebra.Slope(
                                                        dev.descent.audit.algebra.Slope.Form.GATE),
                                                new Formula.Of(Symbol.activation(layer)))),
                                scale));
    }
}
