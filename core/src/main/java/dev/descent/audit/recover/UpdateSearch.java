package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recovers how each parameter is updated: which optimizer, with which factor, or not at all. */
public final class UpdateSearch {
    private final Program program;

    public UpdateSearch(Program program) {
        this.program = program;
    }

    /** A parameter's change in an iteration, and the gradient it was made of. */
    record Change(int iteration, Matrix before, Matrix by, Matrix gradient) {}

    public void run() {
        List<Step> steps = new ArrayList<>();
        for (int t = 0; t < program.iterations(); t++) {
            steps.add(program.step(t));
        }
        for (Symbol parameter : program.parameters()) {
            program.updates().put(parameter, search(parameter, steps));
        }
        workBackStart(steps);
    }

    private Update search(Symbol parameter, List<Step> steps) {
        List<Change> changes = new ArrayList<>();
        boolean moves = false;
        boolean seen = false;
        for (Step step : steps) {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            if (before == null || after == null || !before.sameShape(after)) {
                continue;
            }
            seen = true;
            Matrix by = after.minus(before);
            moves |= !by.isZero();
            Matrix gradient = step.find(gradientOf(parameter));
            if (gradient != null && gradient.sameShape(by)) {
                changes.add(new Change(step.iteration(), before, by, gradient));
            }
        }
        if (!seen) {
            return new Update.Unknown();
        }
        if (!moves) {
            return new Update.Still(
                    changes.stream().allMatch(change -> change.gradient().isZero()));
        }
        Update update = plain(changes);
        update = update == null ? decayed(changes) : update;
        update = update == null ? momentum(changes) : update;
        update = update == null ? new AdaptiveSearch(program, parameter, changes).find() : update;
        return update == null ? new Update.Unknown() : update;
    }

    static Symbol gradientOf(Symbol parameter) {
        return parameter.role() == Role.BIAS
                ? Symbol.biasGradient(parameter.layer())
                : Symbol.gradient(parameter.layer());
    }

    private static @Nullable Update plain(List<Change> changes) {
        double factor = Double.NaN;
        boolean steady = true;
        for (Change change : changes) {
            Fit fit = Fit.scaled(change.by(), change.gradient());
            if (!fit.matches()) {
                return null;
            }
            if (fit.informative() > 0) {
                steady &= Double.isNaN(factor) || Math.abs(fit.scale() / factor - 1) < 1e-3;
                factor = Double.isNaN(factor) ? fit.scale() : factor;
            }
        }
        boolean trusted = (changes.size() > 1 && steady)
                || changes.stream().anyMatch(change -> change.by().size() > 1);
        return Double.isNaN(factor) || !trusted ? null : new Update.Plain(factor, 0, steady);
    }

    private static @Nullable Update decayed(List<Change> changes) {
        Update.Plain found = null;
        for (Change change : changes) {
            Fit fit = Fit.combination(change.by(), List.of(change.gradient(), change.before()));
            if (fit.matches() && fit.shows()) {
                Update.Plain here = new Update.Plain(fit.scales()[0], fit.scales()[1], true);
                if (found != null && Math.abs(found.factor() / here.factor() - 1) > 1e-3) {
                    return null;
                }
                found = found == null ? here : found;
            } else if (!fit.matches()) {
                return null;
            }
        }
        return found;
    }

    private static @Nullable Update momentum(List<Change> changes) {
        Update.Momentum found = null;
        for (int i = 1; i < changes.size(); i++) {
            Change change = changes.get(i);
            Fit fit = Fit.combination(
                    change.by(), List.of(change.gradient(), changes.get(i - 1).by()));
            if (!fit.matches()) {
                return null;
            }
            if (fit.shows()) {
                if (found != null && Math.abs(found.beta() - fit.scales()[1]) > 1e-3) {
                    return null;
                }
                found = found == null ? new Update.Momentum(fit.scales()[0], fit.scales()[1]) : found;
            }
        }
        return found;
    }

    /** Programs that dump weights after the update do not show the first ones: undo the first update where its gradient is there. */
    private void workBackStart(List<Step> steps) {
        for (Symbol parameter : program.parameters()) {
            Matrix after = program.after(parameter, 0);
            Update update = program.updates().get(parameter);
            if (program.before(parameter, 0) != null || after == null || update == null) {
                continue;
            }
            Matrix gradient = steps.getFirst().find(gradientOf(parameter));
            if (update instanceof Update.Still) {
                program.start(parameter, after);
            } else if (gradient != null
                    && gradient.sameShape(after)
                    && !(update instanceof Update.Unknown)
                    && !(update instanceof Update.Plain plain && plain.decay() != 0)) {
                program.start(parameter, after.minus(new Update.Memory().change(update, after, gradient)));
            }
        }
    }
}
