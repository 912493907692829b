package dev.descent.audit.check;

import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gradients that are added to those of the steps before and never reset, under whatever optimizer. */
final class Accumulation implements Check {
    /** The share of the last step that momentum usually keeps. */
    private static final double USUAL = 0.9;

    @Override
    public List<Suspicion> examine(Examination examination) {
        List<Suspicion> found = new ArrayList<>();
        boolean hasVelocity = examination.program().updates().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Update.Accumulated)
                .map(entry -> velocity(examination, entry.getKey()))
                .anyMatch(Objects::nonNull);
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            if (entry.getValue() instanceof Update.Accumulated(Update rule)) {
                found.add(suspicion(examination, entry.getKey(), rule, hasVelocity));
            }
        }
        // A velocity that is never slowed down and a gradient that is never reset are two slips, whatever they share.
        return Stream.of(Fault.GRADIENT_ACCUMULATES, Fault.MOMENTUM_WRONG)
                .flatMap(fault ->
                        Suspicion.joined(found.stream()
                                        .filter(one -> one.fault() == fault)
                                        .toList())
                                .stream())
                .toList();
    }

    /** Whether the array that holds the gradient is the one that adds up. */
    private static boolean holdsSum(Examination examination, Symbol parameter) {
        Explanation gradient = examination.program().explanations().get(parameter.gradient());
        return gradient != null && gradient.fault() == Fault.GRADIENT_ACCUMULATES;
    }

    /** The step itself adds up: a velocity that keeps all of what it was. */
    private static Suspicion velocity(Examination examination, Symbol parameter, Update rule, String velocity) {
        String name = examination.program().parameter(parameter).name();
        String gradient = Wording.gradient(examination, parameter);
        String rate = Wording.number(Math.abs(rule.factor()));
        Line line = new Line(
                velocity,
                "%s + %s * %s".formatted(velocity, rate, gradient),
                "%s * %s + %s * %s".formatted(USUAL, velocity, rate, gradient));
        return new Suspicion(
                Fault.MOMENTUM_WRONG,
                Certainty.LIKELY,
                List.of(velocity),
                "%s, by which %s moves, keeps all of itself in each step: the factor of the momentum is missing, and nothing slows it down"
                        .formatted(velocity, name),
                List.of(Evidence.against(
                        "share of the last step that is kept",
                        1,
                        1,
                        "momentum keeps a share from 0 to below 1 (Polyak 1964)")),
                line.mended(),
                line,
                setup -> setup.with(setup.recipe()
                        .with(
                                parameter,
                                rule instanceof Update.Plain plain
                                        ? new Update.Momentum(plain.factor(), USUAL)
                                        : rule)));
    }

    /** The array that a parameter moves by, where that holds the rate and is not the sum of gradients itself; null for none. */
    private static @Nullable String velocity(Examination examination, Symbol parameter) {
        Mover mover = Mover.of(examination.program(), parameter);
        return mover != null && mover.isWhole() && !holdsSum(examination, parameter)
                ? mover.array().name()
                : null;
    }

    /** @param hasVelocity whether another parameter moves by a velocity: one unit's bias alone does not show by what it moves */
    private static Suspicion suspicion(Examination examination, Symbol parameter, Update rule, boolean hasVelocity) {
        String name = examination.program().parameter(parameter).name();
        Mover mover = Mover.of(examination.program(), parameter);
        String velocity = velocity(examination, parameter);
        if (velocity != null || (hasVelocity && mover == null)) {
            return velocity(examination, parameter, rule, velocity == null ? name : velocity);
        }
        Ref sum = examination.program().role(parameter.gradient());
        String place = mover != null ? mover.array().name() : sum == null ? name : sum.name();
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
