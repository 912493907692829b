package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Dropout that leaves next to no unit: a share kept where the share to drop was meant. */
final class StrongDropout implements Check {
    /** Usual are 0.5 of hidden units and 0.8 of inputs (Srivastava and others 2014, section A.4). */
    private static final double LEAST_KEPT = 0.15;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (int k = 1; k < program.depth(); k++) {
            double kept = program.forward().layer(k).drops() ? kept(examination, k) : 1;
            if (kept < LEAST_KEPT) {
                found.add(suspicion(examination, k, kept));
            }
        }
        return Suspicion.joined(found);
    }

    /** Share of the activations that are not 0 that the dropout leaves. */
    private static double kept(Examination examination, int layer) {
        double kept = 0;
        double all = 0;
        for (Step step : examination.steps()) {
            Matrix whole = step.find(Symbol.undropped(layer));
            Matrix left = step.find(Symbol.activation(layer));
            for (int i = 0; whole != null && left != null && i < whole.size() && whole.sameShape(left); i++) {
                all += whole.at(i) != 0 ? 1 : 0;
                kept += whole.at(i) != 0 && left.at(i) != 0 ? 1 : 0;
            }
        }
        return all == 0 ? 1 : kept / all;
    }

    private static Suspicion suspicion(Examination examination, int layer, double kept) {
        List<String> names = new ArrayList<>();
        var mask = examination.program().role(Symbol.mask(layer));
        if (mask != null) {
            names.add(mask.name());
        }
        names.add(Wording.place(examination, Symbol.activation(layer)));
        String name = names.getFirst();
        return new Suspicion(
                Fault.REGULARISATION_TOO_STRONG,
                Certainty.LIKELY,
                names,
                "dropout leaves %s of the activations of layer %d: what is left tells next to nothing of the inputs"
                        .formatted(Wording.percent(kept), layer),
                List.of(Evidence.against(
                        "share of the activations that is kept", kept, 0.5, "Srivastava and others 2014, section A.4")),
                String.format(
                        Locale.ROOT, "%s = (np.random.rand(*%s.shape) < %.2f) / %.2f", name, name, 1 - kept, 1 - kept),
                null,
                setup -> setup);
    }
}
