package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.audit.replay.Batch;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.State;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Parameters whose step climbs the loss: the slope of the loss along the step is measured, not deduced from signs. */
final class Direction implements RunCheck {
    /** States along the training at which the slope is measured: zero biases start on the kink of a ReLU, where it misleads. */
    private static final int MEASURED = 3;

    /** What is left of the loss after a run that goes down. */
    private static final double DESCENDS = 0.95;

    private static final double SAME = 1e-6;

    /** A step of this length is what rounding leaves of one that is 0. */
    private static final double NOTHING = 1e-14;

    @Override
    public List<Suspicion> examine(Examination examination, Setup setup) {
        if (OutputActivation.isWrong(examination)) {
            // What the loss of another output goes down is not what these steps were made for.
            return List.of();
        }
        List<Suspicion> found = new ArrayList<>();
        boolean opposed = false;
        Setup few = setup.thinned(Budget.SAMPLES);
        List<State> states = states(few);
        for (Symbol parameter : examination.program().parameters()) {
            Update update = setup.recipe().updates().get(parameter);
            if (update != null && !(update instanceof Update.Still) && climbs(few, states, parameter)) {
                found.add(suspicion(examination, parameter, update));
                opposed |= isOpposed(examination, parameter, update);
            }
        }
        boolean sure = opposed;
        return Suspicion.joined(found).stream()
                .filter(suspicion -> sure || !isRefuted(examination, setup, suspicion))
                .toList();
    }

    /** Whether it adds what is its gradient beyond doubt, and another parameter is moved by as much of its own the other way. */
    private static boolean isOpposed(Examination examination, Symbol parameter, Update update) {
        Program program = examination.program();
        return isSure(program, parameter)
                && program.parameters().stream()
                        .anyMatch(other -> isSure(program, other)
                                && Math.abs(factor(program, other) + factor(program, parameter))
                                        <= SAME * Math.abs(update.factor()));
    }

    private static boolean isSure(Program program, Symbol parameter) {
        Explanation gradient = program.explanations().get(parameter.gradient());
        Explanation delta = program.explanations().get(Symbol.delta(parameter.layer()));
        return program.updates().get(parameter) instanceof Update.Plain plain
                && plain.steady()
                && plain.decay() == 0
                && gradient != null
                && gradient.fault() == null
                && gradient.elements() > 0
                && delta != null
                && delta.fault() == null
                && delta.elements() > 0;
    }

    private static double factor(Program program, Symbol parameter) {
        Explanation gradient = program.explanations().get(parameter.gradient());
        Update update = program.updates().get(parameter);
        return gradient == null || update == null ? Double.NaN : update.factor() * Math.signum(gradient.scale());
    }

    /** Whether the program goes down as it is, and up with the sign turned: then the loss that was measured is not what it goes down. */
    private static boolean isRefuted(Examination examination, Setup setup, Suspicion suspicion) {
        Examination.Trial asItIs = examination.trial(setup);
        Replay.Run turned = suspicion.mend().apply(asItIs.few()).train(Budget.steps(asItIs.few()));
        return asItIs.run().settled() < DESCENDS * asItIs.run().first()
                && turned.settled() > asItIs.run().settled();
    }

    private static List<State> states(Setup setup) {
        return Stream.iterate(
                        setup.start(),
                        state -> setup.replay()
                                .step(setup.recipe(), state, setup.batches().getFirst()))
                .limit(MEASURED)
                .toList();
    }

    /** Uphill at the start, and nowhere downhill. */
    private static boolean climbs(Setup setup, List<State> states, Symbol parameter) {
        return slope(setup, states.getFirst(), parameter) > 0
                && states.stream().skip(1).allMatch(state -> slope(setup, state, parameter) >= 0);
    }

    /** dloss/dstep along the next step of one parameter; 0 where it is flat to rounding. */
    private static double slope(Setup setup, State start, Symbol parameter) {
        Batch batch = setup.batches().getFirst();
        Matrix before = start.get(parameter);
        Matrix step =
                setup.replay().step(setup.recipe(), start, batch).get(parameter).minus(before);
        double size = step.norm();
        if (!(size > NOTHING) || Double.isInfinite(size)) {
            return 0;
        }
        double small = 1e-4 * Math.max(before.norm(), 1e-2 * Math.sqrt(before.size())) / size;
        double up = loss(setup, batch, moved(start, parameter, step, small));
        double down = loss(setup, batch, moved(start, parameter, step, -small));
        double here = Math.abs(up) + Math.abs(down);
        return Math.abs(up - down) > 1e-11 * here ? up - down : 0;
    }

    private static State moved(State state, Symbol parameter, Matrix along, double amount) {
        Map<Symbol, Matrix> moved = new LinkedHashMap<>(state.parameters());
        moved.put(parameter, state.get(parameter).plus(along.scaled(amount)));
        return new State(moved);
    }

    private static double loss(Setup setup, Batch batch, State state) {
        Replay replay = new Replay(List.of(batch), setup.loss());
        Matrix output = replay.array(
                setup.recipe(), state, batch, Symbol.activation(setup.recipe().depth()));
        return setup.loss().of(output, batch.target());
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, Update update) {
        String name = examination.program().parameter(parameter).name();
        String computes = Wording.update(examination, parameter, update);
        Update turned = update.times(-1);
        String should = Wording.update(examination, parameter, turned);
        return new Suspicion(
                Fault.STEP_ASCENDS,
                Certainty.LIKELY,
                List.of(name),
                "the update of %s climbs the loss instead of going down: the sign is wrong".formatted(name),
                List.of(Evidence.fact("sign of the loss's slope along the step of " + name, 1)),
                name + " = " + should,
                new Line(name, computes, should),
                setup -> setup.with(setup.recipe().with(parameter, turned)));
    }
}
