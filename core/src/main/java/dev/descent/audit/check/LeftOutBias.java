package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.LooseBias;
import dev.descent.audit.recover.Program;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;

/** A bias that is moved by its gradient in every step, but that the forward pass leaves out. */
final class LeftOutBias implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (int k = 1; k <= program.depth(); k++) {
            int layer = k;
            if (program.forward().layer(k).bias() == null && examination.showsDelta(k)) {
                LooseBias.of(program, k, examination.steps())
                        .ifPresent(bias -> found.add(suspicion(examination, layer, bias)));
            }
        }
        return Suspicion.joined(found);
    }

    private static Suspicion suspicion(Examination examination, int k, LooseBias bias) {
        Program program = examination.program();
        Layer layer = program.forward().layer(k);
        boolean showsSums = layer.logits() != null || layer.output() == null;
        String name = Wording.place(examination, showsSums ? Symbol.logits(k) : Symbol.activation(k));
        String moved = bias.variable().name();
        Formula product =
                new Formula.Product(new Formula.Of(Symbol.activation(k - 1)), new Formula.Of(Symbol.weight(k)));
        String sums = Wording.formula(examination, Symbol.logits(k), product, 1);
        Line line = new Line(name, sums, sums + " + " + moved);
        return new Suspicion(
                Fault.UPDATE_DISCARDED,
                Certainty.LIKELY,
                List.of(moved, name),
                "%s is moved by its gradient in every step, but the weighted sums of layer %d leave it out: it changes nothing"
                        .formatted(moved, k),
                List.of(Evidence.fact("layer whose bias is left out", k)),
                line.mended(),
                line,
                setup -> setup);
    }
}
