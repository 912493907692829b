package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recovers how each parameter is updated: which optimizer, with which factor, or not at all. */
public final class UpdateSearch {
    private static final double LARGEST_RATE = 1e4;

    private final Program program;
    private final RulesOfOthers others;

    public UpdateSearch(Program program) {
        this.program = program;
        this.others = new RulesOfOthers(program);
    }

    public void run() {
        List<Step> steps = steps();
        for (Symbol parameter : program.parameters()) {
            program.updates().put(parameter, search(parameter, steps));
        }
        for (int layer = 1; layer <= program.depth(); layer++) {
            firstStep(layer, steps);
        }
        others.doubtStrangeRules(steps);
        others.likeTheOthers(steps);
        program.parameters().forEach(parameter -> workBackStart(parameter, steps));
        program.parameters().forEach(parameter -> noteKept(parameter, steps));
    }

    /** Velocities and moments of the dump: arrays in proportion to the change, or running means of the gradient or its square. */
    private void noteKept(Symbol parameter, List<Step> steps) {
        Motion motion = Motion.of(program, parameter, steps);
        if (motion.changes().isEmpty()) {
            return;
        }
        Motion.Change last = motion.changes().getLast();
        ShownMoments moments = new ShownMoments(program, motion);
        program
                .book()
                .shaped(last.iteration(), last.by().rows(), last.by().columns(), variable -> !hasRole(variable))
                .stream()
                .filter(array -> moments.isMoment(array) || isVelocity(array, last))
                .forEach(array -> program.kept().add(array.variable()));
    }

    private boolean hasRole(Variable variable) {
        return program.kept().contains(variable)
                || program.forward().variables().contains(variable)
                || program.parameters().stream()
                        .map(parameter -> program.role(parameter.gradient()))
                        .anyMatch(role -> role != null && role.variable() == variable);
    }

    private static boolean isVelocity(Ref array, Motion.Change change) {
        Matrix value = array.at(change.iteration());
        return value != null && Fit.scaled(change.by(), value).shows();
    }

    /** Finds the values of a layer's parameters before the first update, where the dump has those after it and the rule shows. */
    void start(int layer) {
        List<Step> steps = steps();
        for (Symbol parameter : program.parameters()) {
            if (parameter.layer() == layer && program.before(parameter, 0) == null) {
                program.updates().put(parameter, search(parameter, steps));
            }
        }
        firstStep(layer, steps);
        for (Symbol parameter : program.parameters()) {
            if (parameter.layer() == layer) {
                workBackStart(parameter, steps);
            }
        }
    }

    /** Where no later step shows a layer's rule, or each another rate. */
    private void firstStep(int layer, List<Step> steps) {
        Update update = program.updates().get(Symbol.weight(layer));
        boolean changes = update instanceof Update.Plain plain && !plain.steady();
        if (changes || (update != null && !update.moves())) {
            new FirstStep(program, layer, steps.getFirst()).recover(steps);
        }
    }

    /** The rule that programs use by which gradients make a parameter's changes, null for none; {@code summed}: added up, never reset. */
    static @Nullable Update usual(Motion motion, boolean summed) {
        if (summed) {
            Motion all = motion.summed();
            Update momentum = RuleSearch.accumulatedMomentum(motion);
            return momentum != null || all == null ? momentum : usual(all, false);
        }
        if (motion.changes().size() < 2) {
            return null;
        }
        Update rule = RuleSearch.find(motion);
        return rule == null ? AdaptiveSearch.usual(motion) : rule;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int t = 0; t < program.iterations(); t++) {
            steps.add(program.step(t));
        }
        return steps;
    }

    private Update search(Symbol parameter, List<Step> steps) {
        boolean moves = false;
        boolean seen = false;
        for (Step step : steps) {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            if (before == null || after == null || !before.sameShape(after)) {
                continue;
            }
            seen = true;
            moves |= !after.sameValues(before);
        }
        if (!seen) {
            return new Update.Unknown();
        }
        Motion motion = Motion.of(program, parameter, steps);
        motion.changes()
                .forEach(change ->
                        program.book().effort().compared(4L * change.by().size()));
        if (!moves) {
            return new Update.Still(motion.changes().stream()
                    .allMatch(change -> isLost(change) || !wasUsed(parameter.layer(), change.iteration())));
        }
        Update update = rule(motion);
        return update == null ? new Update.Unknown() : addedUp(parameter, update);
    }

    /** Whether a gradient is so small that no rate anybody takes makes a step of it that shows in the parameter's last digits. */
    private static boolean isLost(Motion.Change change) {
        return LARGEST_RATE * change.gradient().largestFinite()
                <= change.before().epsilon() * change.before().largestFinite();
    }

    /** Whether an iteration's sums really are made of these weights: those of a first iteration may be dumped after its only update. */
    private boolean wasUsed(int number, int iteration) {
        Step step = program.sampledStep(iteration);
        Layer layer = program.forward().layer(number);
        Matrix input = step.find(Symbol.activation(number - 1));
        Matrix weight = program.before(Symbol.weight(number), iteration);
        Matrix bias = layer.bias() == null ? null : program.before(Symbol.bias(number), iteration);
        Ref shownBy = layer.logits() == null ? layer.output() : layer.logits();
        Matrix shown = shownBy == null ? null : step.some(shownBy.at(iteration));
        if (input == null
                || weight == null
                || shown == null
                || input.columns() != weight.rows()
                // A bias that has grown a row for each sample.
                || (bias != null && bias.rows() != 1)) {
            return true;
        }
        Matrix sums = bias == null ? input.times(weight) : input.times(weight).plus(bias);
        Matrix expected = layer.logits() == null ? layer.activation().apply(sums) : sums;
        return !expected.sameShape(shown) || Fit.same(shown, expected).matches();
    }

    private @Nullable Update rule(Motion motion) {
        Update update = RuleSearch.find(motion);
        if (update instanceof Update.Momentum(double factor, double beta) && Math.abs(beta - 1) < 1e-4) {
            return new Update.Accumulated(new Update.Plain(factor, 0, true));
        }
        if (update instanceof Update.Plain plain && !plain.steady()) {
            // Numbers that are all alike are in proportion under any rule: one that explains each step goes before a
            // strange rate.
            Update other = new AdaptiveSearch(program, motion).find();
            return other instanceof Update.Adaptive adaptive && adaptive.isRight() ? other : update;
        }
        update = update == null ? new AdaptiveSearch(program, motion).find() : update;
        return update == null ? ruleOfAnotherGradient(motion) : update;
    }

    /** Rules that are given not this step's gradient, but all of them together or the one before. */
    private @Nullable Update ruleOfAnotherGradient(Motion motion) {
        Motion summed = motion.summed();
        if (summed != null) {
            Update update = RuleSearch.find(summed);
            update = update == null ? new AdaptiveSearch(program, summed).find() : update;
            // With another factor in each step nearly proportional gradients add up to anything, as those of momentum
            // do.
            if (update != null && !(update instanceof Update.Plain plain && !plain.steady())) {
                return new Update.Accumulated(update);
            }
        }
        Update accumulated = RuleSearch.accumulatedMomentum(motion);
        if (accumulated != null) {
            return accumulated;
        }
        Update late = RuleSearch.find(motion.late());
        return late == null ? null : new Update.Late(late);
    }

    /** Where the array that holds the gradient adds up all of them, so does what is moved by it. */
    private Update addedUp(Symbol parameter, Update update) {
        return others.holdsSum(parameter) ? new Update.Accumulated(update) : update;
    }

    /** Programs that dump weights after the update do not show the first ones: undo the first update where its gradient is there. */
    private void workBackStart(Symbol parameter, List<Step> steps) {
        Matrix after = program.after(parameter, 0);
        Update update = program.updates().get(parameter);
        if (program.before(parameter, 0) != null || after == null || update == null) {
            return;
        }
        Matrix gradient = steps.getFirst().find(parameter.gradient());
        if (update instanceof Update.Still) {
            program.start(parameter, after);
        } else if (gradient != null
                && gradient.sameShape(after)
                && !(update instanceof Update.Unknown)
                && !update.replaces()
                && !(update instanceof Update.Plain plain && !plain.steady())
                && !(update instanceof Update.Adaptive adaptive && !adaptive.steady())) {
            Update rule = others.given(parameter, update);
            Matrix change = new Update.Memory().change(rule.withDecay(0), after, gradient);
            double uncertain = RuleSearch.uncertainty(Motion.of(program, parameter, steps), update);
            // What decayed was larger before.
            program.start(
                    parameter, after.minus(change).within(change, uncertain).scaled(1 / (1 + rule.decay())));
        }
    }
}
