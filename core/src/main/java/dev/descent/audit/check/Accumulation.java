package dev.descent.audit.check;

import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gradients that are added to those of the steps before and never reset: momentum that forgets nothing. */
final class Accumulation implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            if (entry.getValue() instanceof Update.Momentum momentum && Math.abs(momentum.beta() - 1) < 1e-4) {
                found.add(suspicion(examination, entry.getKey(), momentum));
            }
        }
        return found.isEmpty()
                ? found
                : List.of(found.stream().reduce(Suspicion::joined).orElseThrow());
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Update.Momentum momentum) {
        String name = examination.program().parameter(parameter).name();
        Ref sum = examination.program().accumulator(parameter);
        String place = sum == null ? name : sum.name();
        Update.Plain without = new Update.Plain(momentum.factor(), 0, true);
        String should = Wording.update(examination, parameter, without);
        return new Suspicion(
                Fault.GRADIENT_ACCUMULATES,
                Certainty.LIKELY,
                List.of(place),
                "%s is changed by the sum of all gradients since the first step: they are added up and never reset"
                        .formatted(name),
                List.of(Evidence.against(
                        "share of the last change that is kept",
                        momentum.beta(),
                        1,
                        "momentum keeps less than 1 (Polyak 1964)")),
                "set the gradients to zero at the start of each step, so that " + name + " = " + should,
                new Line(name, Wording.update(examination, parameter, momentum), should),
                setup -> setup.with(setup.recipe().with(parameter, without)));
    }
}
