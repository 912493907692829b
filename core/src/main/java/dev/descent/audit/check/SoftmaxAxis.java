package dev.descent.audit.check;

import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Nonlinearity.Kind;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;

/** A softmax that sums over the samples: the outputs of a sample are no probabilities, and depend on the other samples. */
final class SoftmaxAxis implements Check {
    /** Fewer numbers add up to 1 by chance. */
    private static final int FEWEST = 6;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (int k = 1; k <= program.depth(); k++) {
            Layer layer = program.forward().layer(k);
            Ref shown = layer.output();
            if (shown == null || shown.variable().size() < FEWEST) {
                continue;
            }
            if (layer.activation().kind() == Kind.SOFTMAX_OVER_SAMPLES) {
                found.add(suspicion(examination, k, shown));
            } else if (layer.activation().isOverEverything()) {
                found.add(overEverything(examination, k, shown));
            }
        }
        return found;
    }

    private static Suspicion overEverything(Examination examination, int layer, Ref output) {
        String name = output.name();
        int axis = output.transposed() ? 0 : 1;
        String logits =
                examination.program().print(new dev.descent.audit.algebra.Formula.Of(Symbol.logits(layer)), output);
        String right = "softmax(%s, axis=%d)".formatted(logits, axis);
        return new Suspicion(
                Fault.SOFTMAX_WRONG_AXIS,
                Certainty.LIKELY,
                List.of(name),
                "%s sums to 1 over all samples and classes together, not over the classes of each sample: the sum has no axis"
                        .formatted(name),
                List.of(Evidence.fact("axis of the sum that is missing", axis)),
                name + " = " + right,
                new Line(name, "np.exp(%s) / np.exp(%s).sum()".formatted(logits, logits), right),
                setup -> setup.with(setup.recipe().withActivation(layer, Nonlinearity.SOFTMAX)));
    }

    private static Suspicion suspicion(Examination examination, int layer, Ref output) {
        String name = output.name();
        boolean columns = output.transposed();
        String logits =
                examination.program().print(new dev.descent.audit.algebra.Formula.Of(Symbol.logits(layer)), output);
        String wrong = "softmax(%s, axis=%d)".formatted(logits, columns ? 1 : 0);
        String right = "softmax(%s, axis=%d)".formatted(logits, columns ? 0 : 1);
        return new Suspicion(
                Fault.SOFTMAX_WRONG_AXIS,
                Certainty.LIKELY,
                List.of(name),
                "%s sums to 1 over the samples of the batch, not over the classes of each sample".formatted(name),
                List.of(Evidence.fact("axis of " + name + " over which it sums to 1", columns ? 1 : 0)),
                name + " = " + right,
                new Line(name, wrong, right),
                setup -> setup.with(setup.recipe().withActivation(layer, Nonlinearity.SOFTMAX)));
    }
}
