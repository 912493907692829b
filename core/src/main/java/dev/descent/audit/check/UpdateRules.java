package dev.descent.audit.check;

import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Weight decay that shrinks parameters away faster than they learn, or that makes them grow. */
final class UpdateRules implements Check {
    /** A parameter that loses a tenth of itself in each step remembers ten steps. */
    private static final double STRONG_DECAY = 0.1;

    /** A thirtieth in each step is no usual penalty either (λ 0.0001 to 0.01 times the rate), but may be meant where little is lost by it. */
    private static final double NOTABLE_DECAY = 0.03;

    /** The most that a usual penalty takes in each step: λ 0.01 at a rate of 0.1. */
    private static final double USUAL_DECAY = 0.001;

    /** What is left of the loss without it. */
    private static final double HINDERED = 0.75;

    /** What no penalty adds, but momentum keeps. */
    private static final double LEAST_MOMENTUM = 0.4;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            Update update = entry.getValue();
            if (update.replaces() || LostStep.isTwin(examination.program(), entry.getKey(), update)) {
                continue;
            }
            boolean grows = update.decay() > 0 && !(update instanceof Update.Plain plain && !plain.steady());
            if (grows) {
                found.add(
                        update instanceof Update.Plain plain && plain.decay() >= LEAST_MOMENTUM
                                ? velocity(examination, entry.getKey(), plain)
                                : growth(examination, entry.getKey(), update));
            } else if (-update.decay() >= STRONG_DECAY || (-update.decay() >= NOTABLE_DECAY && hinders(examination))) {
                found.add(decay(examination, entry.getKey(), update));
            }
        }
        return Suspicion.joined(found);
    }

    /** Whether the program learns much more in the same steps without any decay. */
    private static boolean hinders(Examination examination) {
        return examination.leaves(HINDERED, update -> update.decay() < 0 ? update.withDecay(0) : update);
    }

    /** A penalty's part of the gradient with the wrong sign: it drives the weights outwards. */
    private static Suspicion growth(Examination examination, Symbol parameter, Update update) {
        Explanation delta = examination.program().explanations().get(Symbol.delta(parameter.layer()));
        if (update instanceof Update.Plain plain && plain.factor() > 0 && (delta == null || delta.isUnknown())) {
            return ascent(examination, parameter, plain);
        }
        Mover mover = Mover.of(examination.program(), parameter);
        String moved = examination.program().parameter(parameter).name();
        String name = mover == null ? moved : mover.array().name();
        Update turned = update.withDecay(-update.decay());
        String penalty =
                Wording.number(Math.abs(update.decay() / (mover == null ? 1 : mover.factor()))) + " * " + moved;
        boolean adds = mover != null && mover.factor() > 0;
        Line line = mover == null
                ? new Line(
                        name,
                        Wording.update(examination, parameter, update),
                        Wording.update(examination, parameter, turned))
                : new Line(
                        name,
                        "gradient %s %s".formatted(adds ? "+" : "-", penalty),
                        "gradient %s %s".formatted(adds ? "-" : "+", penalty));
        return new Suspicion(
                Fault.GRADIENT_WRONG,
                Certainty.LIKELY,
                List.of(name),
                "the penalty on %s has the wrong sign: it makes every weight %s larger in each step, away from 0"
                        .formatted(moved, Wording.percent(update.decay())),
                List.of(Evidence.against(
                        "share of the weight added in each step", update.decay(), 0, "a penalty draws weights to 0")),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, turned)));
    }

    /** The same of a gradient that is not known: what is added to it as a gradient's penalty shows that it is added the wrong way. */
    private static Suspicion ascent(Examination examination, Symbol parameter, Update.Plain plain) {
        String name = examination.program().parameter(parameter).name();
        Update.Plain turned = new Update.Plain(-plain.factor(), -plain.decay(), plain.steady());
        Line line = new Line(
                name, Wording.update(examination, parameter, plain), Wording.update(examination, parameter, turned));
        return new Suspicion(
                Fault.STEP_ASCENDS,
                Certainty.LIKELY,
                List.of(name),
                "the gradient of %s, its penalty included, is added: the penalty drives the weights away from 0, and the step climbs"
                        .formatted(name),
                List.of(Evidence.against(
                        "share of the weight added in each step", plain.decay(), 0, "a penalty draws weights to 0")),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, turned)));
    }

    /** Momentum of the parameter itself instead of its velocity. */
    private static Suspicion velocity(Examination examination, Symbol parameter, Update.Plain plain) {
        Mover mover = Mover.of(examination.program(), parameter);
        String moved = examination.program().parameter(parameter).name();
        String name = mover == null ? moved : mover.array().name();
        Update.Momentum right = new Update.Momentum(plain.factor(), plain.decay());
        String gradient = Wording.gradient(examination, parameter);
        String rule = "%s * %s - %s * %s"
                .formatted(Wording.number(plain.decay()), "%s", Wording.number(Math.abs(plain.factor())), gradient);
        Line line = mover == null
                ? new Line(
                        name,
                        Wording.update(examination, parameter, plain),
                        Wording.update(examination, parameter, right))
                : new Line(name, rule.formatted(moved), rule.formatted(name));
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                mover == null ? List.of(moved) : List.of(name, moved),
                "each step adds %s times %s itself, where momentum keeps that share of the last step: the velocity is made of the parameter"
                        .formatted(Wording.number(plain.decay()), moved),
                List.of(Evidence.against(
                        "share of the parameter added in each step", plain.decay(), 0, "momentum (Polyak 1964)")),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe().with(parameter, right)));
    }

    private static Suspicion decay(Examination examination, Symbol parameter, Update update) {
        String name = examination.program().parameter(parameter).name();
        Update without = update.withDecay(0);
        String should = Wording.update(examination, parameter, without);
        return new Suspicion(
                Fault.REGULARISATION_TOO_STRONG,
                Certainty.LIKELY,
                List.of(name),
                "%s loses %s of itself in each step to weight decay".formatted(name, Wording.percent(-update.decay())),
                List.of(Evidence.against(
                        "share of the weight lost in each step",
                        -update.decay(),
                        USUAL_DECAY,
                        "a usual λ of 0.01 at a rate of 0.1")),
                name + " = " + should,
                new Line(name, Wording.update(examination, parameter, update), should),
                setup -> setup.with(setup.recipe().with(parameter, without)));
    }
}
