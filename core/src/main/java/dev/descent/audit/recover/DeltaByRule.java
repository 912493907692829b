package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.BackwardSearch.Delta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which delta a layer's weight is moved by, where no gradient is in the dump and the optimizer keeps something: under momentum and
 * Adam no change is a multiple of its gradient, but the changes of several steps follow from the gradients of the right delta.
 */
final class DeltaByRule {
    /** Inputs whose weights are looked at: a rule treats each weight alike. */
    private static final int INPUTS = 16;
    /** What trying all rules of a delta costs. */
    private static final long RULES = 2_000_000;

    /** To what share the factors of two layers agree: a small epsilon is not seen to its last digit. */
    private static final double SAME = 1e-3;

    /** A slip's changes are further from the right ones than this share of them. */
    private static final double NEAR = 0.001;

    private final Program program;
    private final Symbol weight;
    private final Symbol input;
    private final List<Step> steps;
    private final Map<Integer, Optional<Matrix>> inputs = new HashMap<>();

    DeltaByRule(Program program, int layer, List<Step> steps) {
        this.program = program;
        this.weight = Symbol.weight(layer);
        this.input = Symbol.activation(layer - 1);
        this.steps = steps;
    }

    /** The first whose gradients make the weight's changes by a usual rule, or whose gradients added up do; null when none does. */
    @Nullable
    Delta first(List<Delta> deltas, BiFunction<Delta, Step, @Nullable Matrix> values) {
        if (steps.stream().noneMatch(this::moves)) {
            return null;
        }
        Map<Delta, Motion> motions = different(deltas, values);
        for (boolean summed : new boolean[] {false, true}) {
            for (Map.Entry<Delta, Motion> entry : motions.entrySet()) {
                if (program.book().effort().isSpent()) {
                    return null;
                }
                program.book().effort().add(RULES);
                Update rule = UpdateSearch.usual(entry.getValue(), summed);
                if (rule != null && (entry.getKey().isExact() || isThatOfOthers(rule))) {
                    return entry.getKey().isExact() || !isExactNear(rule, motions) ? entry.getKey() : null;
                }
            }
        }
        return null;
    }

    /** Whether it agrees with what moves the layer above: a slip that needs another rate or epsilon than that has is none. */
    private boolean isThatOfOthers(Update rule) {
        Symbol other = Symbol.weight(weight.layer() + 1);
        if (other.layer() > program.depth() || !(rule instanceof Update.Adaptive own)) {
            return true;
        }
        return !(UpdateSearch.usual(Motion.of(program, other, steps), false) instanceof Update.Adaptive above)
                || (Math.abs(own.factor() / above.factor() - 1) < SAME && own.epsilon() == above.epsilon());
    }

    /** Whether a right delta makes nearly the same changes by the rule: Adam makes much of what rounding leaves of small gradients. */
    private static boolean isExactNear(Update rule, Map<Delta, Motion> motions) {
        return rule instanceof Update.Adaptive
                && motions.entrySet().stream()
                        .filter(entry -> entry.getKey().isExact())
                        .anyMatch(entry -> entry.getValue().changes().stream().allMatch(change -> {
                            Matrix expected = AdaptiveSearch.expected(rule, entry.getValue(), change);
                            return expected != null
                                    && expected.minus(change.by()).norm()
                                            < NEAR * change.by().norm();
                        }));
    }

    /** The deltas with the gradients they make, the first of those that make the same; where units are dead most make none. */
    private Map<Delta, Motion> different(List<Delta> deltas, BiFunction<Delta, Step, @Nullable Matrix> values) {
        Map<Delta, Motion> different = new LinkedHashMap<>();
        Set<List<Double>> seen = new HashSet<>();
        for (Delta delta : deltas) {
            if (program.book().effort().isSpent()) {
                break;
            }
            Motion motion = motion(delta, values);
            steps.forEach(step -> program.book().effort().add((long) INPUTS * program.samples(step.iteration())));
            List<Double> numbers = new ArrayList<>();
            for (Matrix gradient : motion.gradients()) {
                if (gradient != null) {
                    Arrays.stream(gradient.values()).forEach(numbers::add);
                }
            }
            if (numbers.stream().anyMatch(number -> number != 0) && seen.add(numbers)) {
                different.put(delta, motion);
            }
        }
        return different;
    }

    /** Whether the step changes the weight: what never moves shows no rule. */
    private boolean moves(Step step) {
        Matrix before = program.before(weight, step.iteration());
        Matrix after = program.after(weight, step.iteration());
        return before != null && after != null && !after.sameValues(before);
    }

    private Motion motion(Delta delta, BiFunction<Delta, Step, @Nullable Matrix> values) {
        List<@Nullable Matrix> gradients = new ArrayList<>();
        List<Motion.Change> changes = new ArrayList<>();
        for (Step step : steps) {
            Matrix some =
                    inputs.computeIfAbsent(step.iteration(), _ -> some(step)).orElse(null);
            Matrix value = some == null ? null : values.apply(delta, step);
            Matrix gradient =
                    some == null || value == null || some.columns() != value.rows() ? null : some.times(value);
            gradients.add(gradient);
            Matrix before = program.before(weight, step.iteration());
            Matrix after = program.after(weight, step.iteration());
            if (gradient != null
                    && before != null
                    && after != null
                    && before.sameShape(after)
                    && before.columns() == gradient.columns()) {
                int[] rows = ForwardCheck.spread(before.rows(), INPUTS);
                Matrix from = before.rows(rows);
                changes.add(new Motion.Change(
                        step.iteration(), from, after.rows(rows).minus(from), gradient));
            }
        }
        return new Motion(gradients, changes, program.samples(0));
    }

    /** Some inputs of all samples, an input a row. */
    private Optional<Matrix> some(Step step) {
        Matrix all = step.find(input);
        return all == null
                ? Optional.empty()
                : Optional.of(all.transpose().rows(ForwardCheck.spread(all.columns(), INPUTS)));
    }
}
