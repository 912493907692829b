package dev.descent.audit.check;

import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A velocity that grows by itself, turns round in every step, or is used a step late. */
final class MomentumRule implements Check {
    private static final String SOURCE = "momentum keeps a share from 0 to below 1 (Polyak 1964)";
    private static final double USUAL = 0.9;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            Symbol parameter = entry.getKey();
            String name = examination.program().parameter(parameter).name();
            switch (entry.getValue()) {
                case Update.Momentum(double factor, double beta)
                when beta < 0 || beta >= 1 ->
                    found.add(keeps(examination, parameter, beta, new Update.Momentum(factor, USUAL)));
                case Update.Nesterov(double factor, double beta, double _)
                when beta < 0 || beta >= 1 ->
                    found.add(keeps(examination, parameter, beta, new Update.Nesterov(factor, USUAL)));
                case Update.Nesterov nesterov
                when !nesterov.looksAhead() ->
                    found.add(suspicion(
                            examination,
                            parameter,
                            nesterov,
                            new Update.Nesterov(nesterov.factor(), nesterov.beta()),
                            "the gradient is that of a point behind %s, at the weights less %s times the velocity: the sign has slipped, and the"
                                            .formatted(name, Wording.number(nesterov.beta()))
                                    + " momentum is not corrected but driven on",
                            Evidence.against(
                                    "share of the velocity by which it looks ahead",
                                    nesterov.ahead(),
                                    nesterov.beta(),
                                    "Sutskever and others 2013, equations 3 and 4")));
                case Update.Late(Update rule) ->
                    found.add(suspicion(
                            examination,
                            parameter,
                            entry.getValue(),
                            rule,
                            name
                                    + " is moved by the step that was computed an iteration before: the update comes before the"
                                    + " velocity is brought up to date",
                            Evidence.fact("iterations between gradient and step", 1)));
                default -> {}
            }
        }
        return Suspicion.joined(found);
    }

    private static Suspicion keeps(Examination examination, Symbol parameter, double beta, Update right) {
        return suspicion(
                examination,
                parameter,
                examination.program().updates().getOrDefault(parameter, right),
                right,
                "each step of %s keeps %s times the one before: it %s"
                        .formatted(
                                examination.program().parameter(parameter).name(),
                                Wording.number(beta),
                                beta < 0 ? "turns round in every step" : "grows by itself"),
                Evidence.against("share of the last step that is kept", beta, 1, SOURCE));
    }

    private static Suspicion suspicion(
            Examination examination, Symbol parameter, Update wrong, Update right, String says, Evidence evidence) {
        String name = examination.program().parameter(parameter).name();
        String should = Wording.update(examination, parameter, right);
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                Mover.names(examination.program(), parameter),
                says,
                List.of(evidence),
                name + " = " + should,
                new Line(name, Wording.update(examination, parameter, wrong), should),
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }
}
