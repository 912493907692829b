package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recovers how each parameter is updated: which optimizer, with which factor, or not at all. */
public final class UpdateSearch {
    private static final int FEW_NUMBERS = 40;

    private static final int FEWEST_TELLING = 12;

    private static final double LARGEST_RATE = 1e4;

    /** Of a parameter, in each step. */
    private static final double LARGEST_DECAY = 0.5;

    /** Each is tried on whole gradients: the commonest slips only. */
    private static final int MOST_OTHER_DELTAS = 4;

    private final Program program;

    public UpdateSearch(Program program) {
        this.program = program;
    }

    public void run() {
        List<Step> steps = steps();
        for (Symbol parameter : program.parameters()) {
            program.updates().put(parameter, search(parameter, steps));
        }
        for (int layer = 1; layer <= program.depth(); layer++) {
            firstStep(layer, steps);
        }
        doubtStrangeRules(steps);
        likeTheOthers(steps);
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

    /** A few numbers follow some strange rule by chance; where others follow a usual one, it is not believed. */
    private void doubtStrangeRules(List<Step> steps) {
        List<Update> usual = program.updates().entrySet().stream()
                .filter(entry -> isUsual(entry.getValue())
                        || (looksAhead(entry.getValue()) && isTelling(program.after(entry.getKey(), 0))))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        program.updates().replaceAll((parameter, update) -> {
            Matrix value = program.after(parameter, 0);
            if (usual.isEmpty() && (value == null || value.size() > 1)) {
                return update;
            }
            boolean strange = switch (update) {
                case Update.Accumulated _, Update.Late _, Update.Nesterov _ -> !holdsSum(parameter);
                case Update.Decayed _, Update.Penalised _ -> true;
                case Update.Adaptive adaptive -> !adaptive.isRight();
                case Update.Momentum momentum -> !isUsual(momentum);
                default -> false;
            };
            if (!strange) {
                return update;
            }
            Motion motion = Motion.of(program, parameter, steps);
            return usual.stream()
                    .filter(other -> follows(other, motion))
                    .findFirst()
                    .orElseGet(() -> isSmall(value) ? new Update.Unknown() : update);
        });
    }

    /** Whether so many numbers follow three others by no chance. */
    private static boolean isTelling(@Nullable Matrix value) {
        return value != null && value.size() >= FEWEST_TELLING;
    }

    private static boolean isSmall(@Nullable Matrix value) {
        return value != null && value.size() < FEW_NUMBERS;
    }

    /** Nesterov's momentum as it is meant. */
    private static boolean looksAhead(Update update) {
        return update instanceof Update.Nesterov nesterov
                && nesterov.looksAhead()
                && nesterov.beta() > 0
                && nesterov.beta() < 1;
    }

    private static boolean isUsual(Update update) {
        return switch (update) {
            case Update.Plain plain -> plain.steady();
            case Update.Momentum momentum -> momentum.beta() > 0 && momentum.beta() < 1;
            case Update.Adaptive adaptive -> adaptive.isRight();
            case Update.Decayed(Update rule, double decay) -> isUsual(rule) && Math.abs(decay) < LARGEST_DECAY;
            case Update.Penalised(Update rule, double _) -> isUsual(rule) && Math.abs(update.decay()) < LARGEST_DECAY;
            default -> false;
        };
    }

    /** A bias of one or two numbers does not show a rule by itself, but whether it follows that of the others. */
    private void likeTheOthers(List<Step> steps) {
        // Biases seldom decay with the weights.
        List<Update> known = program.updates().values().stream()
                .filter(Update::moves)
                .flatMap(update -> Stream.of(update, update.withDecay(0)))
                .distinct()
                .toList();
        for (Symbol parameter : program.parameters()) {
            if (program.updates().get(parameter) instanceof Update.Unknown) {
                Motion motion = Motion.of(program, parameter, steps);
                Optional<Update> own = known.stream()
                        .filter(update -> follows(given(parameter, update), motion))
                        .findFirst();
                own.ifPresentOrElse(
                        update -> program.updates()
                                .put(parameter, isNoise(motion) ? update.times(scaleOfTheWeight(parameter)) : update),
                        () -> fromOtherArrays(parameter, steps, known));
            }
        }
    }

    /** Whether its gradient is no more than rounding, as a bias's is where the errors sum up to 0. */
    private static boolean isNoise(Motion motion) {
        return motion.changes().stream()
                .map(Motion.Change::gradient)
                .allMatch(gradient -> Fit.same(gradient, gradient.scaled(0)).matches());
    }

    /** The dump may have the weight's gradient as a mean, but not the bias's, which is taken for the same. */
    private double scaleOfTheWeight(Symbol bias) {
        Explanation weight = program.explanations().get(Symbol.gradient(bias.layer()));
        return bias.role() != Role.BIAS || weight == null || weight.scale() == 0 ? 1 : Math.abs(weight.scale());
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
            Motion motion = Motion.of(program, parameter, fresh);
            List<Motion.Change> changes = motion.changes();
            Update update = RuleSearch.plain(changes);
            update = update == null ? RuleSearch.momentum(motion) : update;
            if (update == null) {
                update = known.stream()
                        .filter(rule -> follows(rule, motion))
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
        if (parameter.role() == Role.BIAS) {
            return WrongGradients.ofBias(program, parameter);
        }
        List<Candidate> wrong = new ArrayList<>();
        for (Symbol input : WrongGradients.otherInputs(program, layer)) {
            wrong.add(WrongGradients.ofOtherInput(input, layer));
        }
        wrong.addAll(WrongGradients.ofWeight(program, layer));
        if (program.role(Symbol.delta(layer)) != null) {
            new DeltaCandidates(program)
                    .besides(layer).stream()
                            .limit(MOST_OTHER_DELTAS)
                            .forEach(delta -> wrong.add(WrongGradients.ofOtherDelta(parameter.gradient(), delta)));
        }
        return wrong;
    }

    private static boolean follows(Update update, Motion motion) {
        int shown = 0;
        for (Motion.Change change : motion.changes()) {
            Matrix expected = expected(update, motion, change);
            if (expected != null) {
                Fit same = Fit.same(change.by(), expected);
                if (same.matches()) {
                    // One number that agrees in all its digits tells as much as two that do in some.
                    shown += same.informative() > 0 ? 2 : 1;
                    continue;
                }
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

    private static @Nullable Matrix expected(Update update, Motion motion, Motion.Change change) {
        return switch (update) {
            case Update.Plain(double factor, double decay, boolean steady) ->
                steady ? change.gradient().scaled(factor).plus(change.before().scaled(decay)) : null;
            case Update.Momentum(double factor, double beta) ->
                lastChange(motion, change)
                        .map(last -> change.gradient().scaled(factor).plus(last.scaled(beta)))
                        .orElse(null);
            case Update.Penalised(Update.Momentum(double factor, double beta), double penalty) ->
                lastChange(motion, change)
                        .map(last -> change.gradient()
                                .plus(change.before().scaled(penalty))
                                .scaled(factor)
                                .plus(last.scaled(beta)))
                        .orElse(null);
            case Update.Still _, Update.Unknown _ -> null;
            case Update.Adaptive adaptive when !adaptive.steady() -> null;
            default -> AdaptiveSearch.expected(update, motion, change);
        };
    }

    private static Optional<Matrix> lastChange(Motion motion, Motion.Change change) {
        return motion.runs(2).stream()
                .filter(run -> run.getLast().equals(change))
                .findFirst()
                .map(run -> run.getFirst().by());
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
        return holdsSum(parameter) ? new Update.Accumulated(update) : update;
    }

    /** The rule that makes a parameter's change of what the dump holds as its gradient. */
    private Update given(Symbol parameter, Update update) {
        return update instanceof Update.Accumulated(Update rule) && holdsSum(parameter) ? rule : update;
    }

    private boolean holdsSum(Symbol parameter) {
        Explanation gradient = program.explanations().get(parameter.gradient());
        return gradient != null
                && gradient.fault() == Fault.GRADIENT_ACCUMULATES
                && program.role(parameter.gradient()) != null;
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
                && !(update instanceof Update.Plain plain && !plain.steady())
                && !(update instanceof Update.Adaptive adaptive && !adaptive.steady())) {
            Update rule = given(parameter, update);
            Matrix change = new Update.Memory().change(rule.withDecay(0), after, gradient);
            double uncertain = RuleSearch.uncertainty(Motion.of(program, parameter, steps), update);
            // What decayed was larger before.
            program.start(
                    parameter, after.minus(change).within(change, uncertain).scaled(1 / (1 + rule.decay())));
        }
    }
}
