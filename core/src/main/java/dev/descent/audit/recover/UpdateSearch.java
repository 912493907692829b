package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        likeTheOthers(steps);
        workBackStart(steps);
    }

    /** A bias of one or two numbers does not show a rule by itself, but whether it follows that of the others. */
    private void likeTheOthers(List<Step> steps) {
        List<Update> known = program.updates().values().stream()
                .filter(update -> !(update instanceof Update.Unknown) && !(update instanceof Update.Still))
                .distinct()
                .toList();
        for (Symbol parameter : program.parameters()) {
            if (program.updates().get(parameter) instanceof Update.Unknown) {
                List<Change> changes = changes(parameter, steps);
                Optional<Update> own = known.stream()
                        .filter(update -> follows(update, parameter, changes))
                        .findFirst();
                own.ifPresentOrElse(
                        update -> program.updates().put(parameter, update),
                        () -> fromOtherArrays(parameter, steps, known));
            }
        }
    }

    /** A gradient that the dump leaves out and that is made of the wrong arrays: by the rule of the others it moves the parameter. */
    private void fromOtherArrays(Symbol parameter, List<Step> steps, List<Update> known) {
        Symbol gradient = parameter.gradient();
        if (program.role(gradient) != null) {
            return;
        }
        Formula right = program.formula(gradient);
        for (Candidate candidate : wrongGradients(parameter)) {
            program.formula(gradient, candidate.formula());
            List<Step> fresh =
                    steps.stream().map(step -> program.step(step.iteration())).toList();
            List<Change> changes = changes(parameter, fresh);
            Update update = plain(changes);
            update = update == null ? momentum(changes) : update;
            if (update == null) {
                update = known.stream()
                        .filter(rule -> follows(rule, parameter, changes))
                        .findFirst()
                        .orElse(null);
            }
            if (update != null) {
                int elements =
                        changes.stream().mapToInt(change -> change.by().size()).sum();
                program.explain(
                        gradient,
                        new Explanation(
                                candidate.formula(), 1, candidate.fault(), candidate.says(), changes.size(), elements));
                program.updates().put(parameter, update);
                return;
            }
        }
        if (right != null) {
            program.formula(gradient, right);
        }
    }

    private List<Candidate> wrongGradients(Symbol parameter) {
        int layer = parameter.layer();
        Formula delta = new Formula.Of(Symbol.delta(layer));
        List<Candidate> wrong = new ArrayList<>();
        if (parameter.role() == Role.BIAS) {
            Formula all = new Formula.Sum(Formula.Axis.EVERYTHING, delta);
            wrong.add(new Candidate(
                    new Formula.Plus(new Formula.Minus(new Formula.Of(parameter), new Formula.Of(parameter)), all),
                    Fault.GRADIENT_WRONG_AXIS,
                    "sums the delta over samples and units, so that every unit gets the same number"));
        } else {
            for (Symbol input : GradientSearch.otherInputs(program, layer)) {
                wrong.add(new Candidate(
                        new Formula.Product(new Formula.Transpose(new Formula.Of(input)), delta),
                        Fault.GRADIENT_WRONG,
                        "multiplies the delta by the wrong array, not by the input of the layer"));
            }
        }
        return wrong;
    }

    private boolean follows(Update update, Symbol parameter, List<Change> changes) {
        int shown = 0;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            Matrix expected = switch (update) {
                case Update.Plain(double factor, double decay, boolean steady) ->
                    steady
                            ? change.gradient()
                                    .scaled(factor)
                                    .plus(change.before().scaled(decay))
                            : null;
                case Update.Momentum(double factor, double beta) ->
                    i == 0
                            ? null
                            : change.gradient()
                                    .scaled(factor)
                                    .plus(changes.get(i - 1).by().scaled(beta));
                case Update.Adaptive adaptive ->
                    new AdaptiveSearch(program, parameter, changes).expected(adaptive, change);
                default -> null;
            };
            if (expected != null) {
                // The factors are known to fewer digits than the numbers.
                Fit fit = Fit.scaled(change.by(), expected);
                boolean close = change.by().minus(expected).largestFinite() <= 1e-3 * expected.largestFinite();
                if (!close || (change.by().size() > 1 && !fit.matches())) {
                    return false;
                }
                shown++;
            }
        }
        return shown > 1;
    }

    private List<Change> changes(Symbol parameter, List<Step> steps) {
        List<Change> changes = new ArrayList<>();
        for (Step step : steps) {
            Matrix before = program.before(parameter, step.iteration());
            Matrix after = program.after(parameter, step.iteration());
            Matrix gradient = step.find(parameter.gradient());
            if (before != null
                    && after != null
                    && gradient != null
                    && gradient.sameShape(before)
                    && before.sameShape(after)) {
                changes.add(new Change(step.iteration(), before, after.minus(before), gradient));
            }
        }
        return changes;
    }

    private Update search(Symbol parameter, List<Step> steps) {
        List<Change> changes = changes(parameter, steps);
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
            Matrix gradient = steps.getFirst().find(parameter.gradient());
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
