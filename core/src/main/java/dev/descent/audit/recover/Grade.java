package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of a dump a recovered program explains.
 *
 * @param score variables with a role, weighed by how surely they have it
 * @param isWhole whether nothing that the program needs is left unexplained
 * @param isSeen whether it goes from the inputs to a target and an exact formula of the backward pass
 * @param share of the variables that have a role
 * @param faults lines that would be wrong if this were the program
 */
record Grade(double score, boolean isWhole, boolean isSeen, double share, int faults) {
    /** Numbers that all are some of the inputs' by chance are fewer. */
    private static final int FEW = 8;

    /** Numbers that do not follow from others by chance: of a step, of a formula, and more where that is no right one. */
    private static final int FEWEST_MOVED = 6;

    private static final int FEWEST_STRANGELY_MOVED = 40;

    private static final int FEWEST_SAME = 12;

    private static final int FEWEST_WRONG = 24;

    /** Whether the output's delta is recognised: else the network may go on. */
    private static boolean knowsOutput(Program program) {
        Explanation delta = program.explanations().get(Symbol.delta(program.depth()));
        return delta != null && !delta.isUnknown();
    }

    private static int wrongUpdates(Program program) {
        return (int) program.updates().values().stream()
                .filter(update -> switch (update) {
                    case Update.Accumulated _, Update.Late _ -> true;
                    case Update.Still still -> !still.gradientIsZero();
                    case Update.Adaptive adaptive -> !adaptive.isRight();
                    case Update.Momentum momentum -> momentum.beta() < 0 || momentum.beta() >= 1;
                    case Update.Nesterov nesterov ->
                        nesterov.beta() < 0 || nesterov.beta() >= 1 || !nesterov.looksAhead();
                    default -> false;
                })
                .count();
    }

    private static int wrongActivations(Forward forward) {
        int wrong = 0;
        for (int k = 1; k <= forward.depth(); k++) {
            Nonlinearity activation = forward.layer(k).activation();
            boolean hidden = k < forward.depth();
            boolean isWrong = activation.isSlipped()
                    || (activation.isSoftmax() && (hidden || !activation.equals(Nonlinearity.SOFTMAX)))
                    || activation.kind() == Nonlinearity.Kind.STEP
                    || (hidden && (activation.isIdentity() || activation.kind() == Nonlinearity.Kind.SIGN));
            wrong += isWrong ? 1 : 0;
        }
        return wrong;
    }

    /** Whether it is data that the inputs were put together from: constant, and each of its numbers one of theirs, or all alike. */
    private static boolean isPart(Variable variable, Set<Double> inputs, Program program) {
        Matrix value = variable.at(0);
        Matrix input = program.forward().input().variable().at(0);
        boolean constant = program.iterations() > 1 && variable.isConstant();
        if (!constant || value == null || input == null || value.size() > input.size()) {
            return false;
        }
        if (inputs.isEmpty()) {
            Arrays.stream(input.values()).forEach(inputs::add);
        }
        boolean alike = value.minimum() == value.maximum();
        return (alike || value.size() > FEW) && Arrays.stream(value.values()).allMatch(inputs::contains);
    }

    /**
     * Whether some delta, gradient or step of weights was recognised in more numbers than agree by chance. Of a few single numbers that were
     * taken for a network nothing is to be said.
     */
    static boolean isGrounded(Program program) {
        boolean formulas = program.explanations().entrySet().stream()
                .filter(entry -> entry.getKey().role() != Symbol.Role.BIAS_GRADIENT
                        || entry.getValue().fault() == null)
                .filter(entry -> !isItsOwnDelta(program, entry.getKey()))
                .anyMatch(entry -> !entry.getValue().isUnknown()
                        && entry.getValue().elements()
                                >= (entry.getValue().fault() == null ? FEWEST_SAME : FEWEST_WRONG));
        return formulas
                || program.forward().layers().stream().anyMatch(layer -> shows(layer.logits()) || shows(layer.output()))
                || program.updates().entrySet().stream()
                        .filter(entry -> entry.getKey().role() == Symbol.Role.WEIGHT)
                        .anyMatch(entry -> isTelling(program, entry.getKey(), entry.getValue()));
    }

    /** Whether a gradient is the very array that was taken for the delta: of one input of 1 that is no evidence. */
    private static boolean isItsOwnDelta(Program program, Symbol symbol) {
        Ref own = program.role(symbol);
        Ref delta = program.role(Symbol.delta(symbol.layer()));
        return symbol.role() == Symbol.Role.GRADIENT && own != null && delta != null && own.sameVariable(delta);
    }

    private static boolean shows(@Nullable Ref ref) {
        return ref != null && ref.variable().size() >= FEWEST_WRONG;
    }

    private static boolean isTelling(Program program, Symbol weight, Update update) {
        boolean steady = !(update instanceof Update.Plain plain) || plain.steady();
        Matrix value = program.after(weight, program.iterations() - 1);
        // A few numbers follow one of the strange rules by chance.
        boolean strange = update instanceof Update.Late || update instanceof Update.Accumulated;
        int fewest = strange ? FEWEST_STRANGELY_MOVED : FEWEST_MOVED;
        return update.moves() && steady && value != null && value.size() * (program.iterations() - 1) >= fewest;
    }

    static Grade of(Program program) {
        Set<Variable> explained = new HashSet<>(program.forward().variables());
        int unknown = 0;
        int wrong = 0;
        int exact = 0;
        for (Map.Entry<Symbol, Explanation> entry : program.explanations().entrySet()) {
            Explanation explanation = entry.getValue();
            Ref role = program.role(entry.getKey());
            unknown += explanation.isUnknown() ? 1 : 0;
            wrong += explanation.fault() != null ? 1 : 0;
            exact += explanation.fault() == null && explanation.elements() > 0 ? 1 : 0;
            if (role != null && !explanation.isUnknown()) {
                explained.add(role.variable());
            }
        }
        int moved = 0;
        int lost = 0;
        int still = 0;
        int discarded = 0;
        for (Update update : program.updates().values()) {
            moved += update.moves() ? 1 : 0;
            lost += update instanceof Update.Unknown ? 1 : 0;
            still += update instanceof Update.Still ? 1 : 0;
            discarded += update instanceof Update.Still(boolean gradientIsZero) && !gradientIsZero ? 1 : 0;
        }
        // Where nothing moves between the iterations the only step to see is the first one, worked back.
        boolean moves = still < program.updates().size();
        for (int k = 1; k <= program.depth(); k++) {
            Ref mask = program.role(Symbol.mask(k));
            if (mask != null) {
                explained.add(mask.variable());
            }
        }
        explained.addAll(program.kept());
        boolean target = program.forward().target() != null;
        // Weights of which none ever moves may be data that something else is multiplied by.
        int unmoved = moves ? lost : lost + discarded;
        double score =
                explained.size() + 0.5 * exact + 3 * moved - unmoved - 2 * unknown - 0.5 * wrong + (target ? 3 : 0);
        // What is zero throughout, as the gradients behind units that never fire, needs no explanation, nor do parts of
        // the inputs.
        Set<Double> inputs = new HashSet<>();
        long all = program.book().variables().stream()
                .filter(variable -> explained.contains(variable)
                        || !(variable.isScalar()
                                || variable.staysZero()
                                || variable.grows()
                                || isPart(variable, inputs, program)))
                .count();
        return new Grade(
                score,
                target && lost == 0 && unknown == 0 && moved > 0,
                target && exact > 0 && moves && knowsOutput(program),
                explained.size() / Math.max(1.0, (double) all),
                wrong + wrongUpdates(program) + wrongActivations(program.forward()));
    }
}
