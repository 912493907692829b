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

/** What the rules of a program's other parameters tell of one that shows too little by itself. */
final class RulesOfOthers {
    private static final int FEW_NUMBERS = 40;

    private static final int FEWEST_TELLING = 12;

    /** Of a parameter, in each step. */
    private static final double LARGEST_DECAY = 0.5;

    private static final double SAME_RATE = 1e-3;

    /** Each is tried on whole gradients: the commonest slips only. */
    private static final int MOST_OTHER_DELTAS = 4;

    private final Program program;

    RulesOfOthers(Program program) {
        this.program = program;
    }

    /** A few numbers follow some strange rule by chance; where others follow a usual one, it is not believed. */
    void doubtStrangeRules(List<Step> steps) {
        List<Update> usual = program.updates().entrySet().stream()
                .filter(entry -> isUsual(entry.getValue())
                        || (looksAhead(entry.getValue()) && isTelling(program.after(entry.getKey(), 0))))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        boolean areWeightsUnknown = program.parameters().stream()
                .filter(parameter -> parameter.role() == Role.WEIGHT)
                .allMatch(weight -> program.updates().get(weight) instanceof Update.Unknown);
        program.updates().replaceAll((parameter, update) -> {
            Matrix value = program.after(parameter, 0);
            boolean isBiasAlone = areWeightsUnknown && isSmall(value);
            if (usual.isEmpty() && !isBiasAlone && (value == null || value.size() > 1)) {
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
                    .orElseGet(() -> isChance(update, motion) ? new Update.Unknown() : update);
        });
    }

    /** Whether so many numbers follow three others by no chance. */
    private static boolean isTelling(@Nullable Matrix value) {
        return value != null && value.size() >= FEWEST_TELLING;
    }

    /** The more a rule has to choose, the more numbers follow it by chance. */
    private static boolean isChance(Update update, Motion motion) {
        int numbers = motion.changes().isEmpty()
                ? 0
                : motion.changes().getFirst().by().size();
        // The first change has none before it, and from the second its share is chosen.
        int telling = numbers * (motion.changes().size() - 2);
        return update instanceof Update.Momentum ? telling < FEWEST_TELLING : numbers < FEW_NUMBERS;
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
    void likeTheOthers(List<Step> steps) {
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
                settle(parameter, candidate, changes, update);
                return;
            }
        }
        if (parameter.role() == Role.BIAS && isMovedLikeItsWeight(parameter, steps)) {
            return;
        }
        if (right != null) {
            program.formula(gradient, right);
        }
    }

    private void settle(Symbol parameter, Candidate candidate, List<Motion.Change> changes, Update update) {
        int elements = changes.stream().mapToInt(change -> change.by().size()).sum();
        program.explain(
                parameter.gradient(),
                new Explanation(candidate.formula(), 1, candidate.fault(), candidate.says(), changes.size(), elements));
        program.updates().put(parameter, update);
    }

    /** Whether a bias is moved by the sum of another delta, at the rate of its weight: that of few numbers is no chance only so. */
    private boolean isMovedLikeItsWeight(Symbol bias, List<Step> steps) {
        if (!(program.updates().get(Symbol.weight(bias.layer())) instanceof Update.Plain weight)
                || !weight.steady()
                || weight.decay() != 0) {
            return false;
        }
        double rate = weight.factor() * scaleOfTheWeight(bias);
        for (Candidate candidate : WrongGradients.ofOtherDeltas(program, bias)) {
            program.formula(bias.gradient(), candidate.formula());
            List<Step> fresh =
                    steps.stream().map(step -> program.step(step.iteration())).toList();
            List<Motion.Change> changes = Motion.of(program, bias, fresh).changes();
            Update.Plain update = RuleSearch.plain(changes);
            if (update != null && update.steady() && Math.abs(update.factor() / rate - 1) <= SAME_RATE) {
                settle(bias, candidate, changes, update);
                return true;
            }
        }
        return false;
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

    /** The rule that makes a parameter's change of what the dump holds as its gradient. */
    Update given(Symbol parameter, Update update) {
        return update instanceof Update.Accumulated(Update rule) && holdsSum(parameter) ? rule : update;
    }

    /** Whether the array that holds its gradient adds up all of them. */
    boolean holdsSum(Symbol parameter) {
        Explanation gradient = program.explanations().get(parameter.gradient());
        return gradient != null
                && gradient.fault() == Fault.GRADIENT_ACCUMULATES
                && program.role(parameter.gradient()) != null;
    }
}
