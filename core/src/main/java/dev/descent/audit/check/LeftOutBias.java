package dev.descent.audit.check;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.Variable;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bias that is moved by its gradient in every step, but that the forward pass leaves out. */
final class LeftOutBias implements Check {
    /** To what share factors of two steps agree. */
    private static final double SAME = 1e-4;

    private static final int FEWEST_STEPS = 2;

    /** Fewer numbers are in proportion by chance. */
    private static final int FEWEST = 3;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Program program = examination.program();
        List<Suspicion> found = new ArrayList<>();
        for (int k = 1; k <= program.depth(); k++) {
            if (program.forward().layer(k).bias() == null && examination.showsDelta(k)) {
                bias(examination, k).ifPresent(found::add);
            }
        }
        return Suspicion.joined(found);
    }

    private static Optional<Suspicion> bias(Examination examination, int layer) {
        return examination.program().book().variables().stream()
                .filter(variable -> !examination.program().forward().variables().contains(variable))
                .filter(variable -> moves(examination, layer, variable, 0) || moves(examination, layer, variable, 1))
                .findFirst()
                .map(variable -> suspicion(examination, layer, variable));
    }

    /** @param lag 0 where the dump has it as it is after an update, 1 before */
    private static boolean moves(Examination examination, int layer, Variable variable, int lag) {
        Fit first = null;
        int seen = 0;
        for (Step step : examination.steps()) {
            Matrix before = row(variable, step.iteration() + lag - 1);
            Matrix after = row(variable, step.iteration() + lag);
            Matrix delta = step.find(Symbol.delta(layer));
            if (before == null || after == null || delta == null) {
                continue;
            }
            Matrix gradient = delta.sumOfRows();
            if (!after.sameShape(gradient) || !before.sameShape(gradient)) {
                return false;
            }
            Fit fit = Fit.scaled(after.minus(before), gradient);
            boolean follows = fit.shows() && (first == null || first.hasScalesOf(fit, SAME));
            if (!follows || gradient.size() < FEWEST) {
                return false;
            }
            first = fit;
            seen++;
        }
        return seen >= FEWEST_STEPS;
    }

    /** As a row of one number for each unit; null where it is none, or not there. */
    private static @Nullable Matrix row(Variable variable, int iteration) {
        Matrix value = iteration < 0 ? null : variable.at(iteration);
        return value == null || value.rows() == 1 ? value : value.columns() == 1 ? value.transpose() : null;
    }

    private static Suspicion suspicion(Examination examination, int k, Variable bias) {
        Program program = examination.program();
        Layer layer = program.forward().layer(k);
        boolean showsSums = layer.logits() != null || layer.output() == null;
        String name = Wording.place(examination, showsSums ? Symbol.logits(k) : Symbol.activation(k));
        String sums = Wording.formula(examination, Symbol.logits(k), program.formula(Symbol.logits(k)), 1);
        Line line = new Line(name, sums, sums + " + " + bias.name());
        return new Suspicion(
                Fault.UPDATE_DISCARDED,
                Certainty.LIKELY,
                List.of(bias.name(), name),
                "%s is moved by its gradient in every step, but the weighted sums of layer %d leave it out: it changes nothing"
                        .formatted(bias.name(), k),
                List.of(Evidence.fact("layer whose bias is left out", k)),
                line.mended(),
                line,
                setup -> setup);
    }
}
