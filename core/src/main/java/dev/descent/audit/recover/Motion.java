package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a parameter moved.
 *
 * @param gradients what moved it, iteration by iteration; null where it is not known
 * @param changes the iterations in which its values before and after the update are known, with their gradients
 * @param samples that a gradient sums over; the program may have taken their mean
 */
record Motion(List<@Nullable Matrix> gradients, List<Change> changes, int samples) {
    /** A parameter's change in an iteration, and the gradient it was made of. */
    record Change(int iteration, Matrix before, Matrix by, Matrix gradient) {}

    static Motion of(Program program, Symbol parameter, List<Step> steps) {
        List<@Nullable Matrix> gradients = new ArrayList<>();
        for (Step step : steps) {
            gradients.add(step.find(parameter.gradient()));
        }
        List<Change> changes = new ArrayList<>();
        for (Step step : steps) {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            Matrix gradient = gradients.get(step.iteration());
            if (before != null
                    && after != null
                    && gradient != null
                    && gradient.sameShape(before)
                    && before.sameShape(after)) {
                changes.add(new Change(step.iteration(), before, after.minus(before), gradient));
            }
        }
        return new Motion(gradients, changes, program.samples(0));
    }

    /** The gradients of all iterations; null where one of them is missing. */
    @Nullable
    List<Matrix> known() {
        List<Matrix> known = new ArrayList<>();
        for (Matrix gradient : gradients) {
            if (gradient == null) {
                return null;
            }
            known.add(gradient);
        }
        return known;
    }

    /** As if each step were made of all gradients since the first one; null where one of them is missing. */
    @Nullable
    Motion summed() {
        List<@Nullable Matrix> sums = new ArrayList<>();
        Matrix sum = null;
        for (Matrix gradient : gradients) {
            if (gradient == null || (sum != null && !sum.sameShape(gradient))) {
                return null;
            }
            sum = sum == null ? gradient : sum.plus(gradient);
            sums.add(sum);
        }
        return with(sums);
    }

    /** As if each step were made of the gradient of the step before. */
    Motion late() {
        List<@Nullable Matrix> before = new ArrayList<>(gradients);
        before.addFirst(null);
        before.removeLast();
        return with(before);
    }

    /** Without the share of the parameter that each change holds. */
    Motion withoutDecay(double decay) {
        return new Motion(
                gradients,
                changes.stream()
                        .map(change -> new Change(
                                change.iteration(),
                                change.before(),
                                change.by().minus(change.before().scaled(decay)),
                                change.gradient()))
                        .toList(),
                samples);
    }

    private Motion with(List<@Nullable Matrix> others) {
        List<Change> changed = new ArrayList<>();
        for (Change change : changes) {
            Matrix other = others.get(change.iteration());
            if (other != null) {
                changed.add(new Change(change.iteration(), change.before(), change.by(), other));
            }
        }
        return new Motion(others, changed, samples);
    }

    /** Changes of iterations that follow one another, so many at a time. */
    List<List<Change>> runs(int length) {
        List<List<Change>> runs = new ArrayList<>();
        for (int i = 0; i + length <= changes.size(); i++) {
            List<Change> run = changes.subList(i, i + length);
            if (run.getLast().iteration() - run.getFirst().iteration() == length - 1) {
                runs.add(run);
            }
        }
        return runs;
    }
}
