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

/** Gradients that are added to those of the steps before and never reset, under whatever optimizer. */
final class Accumulation implements Check {
    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            if (entry.getValue() instanceof Update.Accumulated(Update rule)) {
                found.add(suspicion(examination, entry.getKey(), rule));
            }
        }
        return Suspicion.joined(found);
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Update rule) {
        String name = examination.program().parameter(parameter).name();
        Ref sum = examination.program().role(parameter.gradient());
        String place = sum == null ? name : sum.name();
        String gradient = Wording.gradient(examination, parameter);
        return new Suspicion(
                Fault.GRADIENT_ACCUMULATES,
                Certainty.LIKELY,
                List.of(place),
                "%s is changed by the sum of all gradients since the first step: they are added up and never reset"
                        .formatted(name),
                List.of(Evidence.against(
                        "share of the gradients before that is kept", 1, 0, "a step goes down the loss as it is now")),
                "set %s to zero at the start of each step".formatted(gradient),
                new Line(
                        place,
                        "the sum of this step's gradient and of all before",
                        "this step's gradient only, so that %s = %s"
                                .formatted(name, Wording.update(examination, parameter, rule))),
                setup -> setup.with(setup.recipe().with(parameter, rule)));
    }
}
