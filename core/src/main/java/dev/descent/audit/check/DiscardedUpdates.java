package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Update;
import dev.descent.audit.replay.Recipe;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters that never change although their gradient is not zero. */
final class DiscardedUpdates implements Check {
    /** Numbers that are no activation by chance. */
    private static final int FEWEST = 6;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Update moving = moving(examination);
        List<Suspicion> found = new ArrayList<>();
        for (Map.Entry<Symbol, Update> entry : examination.program().updates().entrySet()) {
            if (entry.getValue() instanceof Update.Still(boolean gradientIsZero)
                    && !gradientIsZero
                    && !isData(examination.program(), entry.getKey())
                    && (moving != null || showsGradient(examination.program(), entry.getKey()))
                    && !isRoundedAway(examination, entry.getKey(), moving)) {
                found.add(suspicion(examination, entry.getKey(), moving));
            }
        }
        return Suspicion.joined(found);
    }

    /** Whether it may be data that the inputs are multiplied by, as the features of a graph's nodes are: nothing shows a gradient of it, or an activation behind it in more than a few numbers. */
    private static boolean isData(Program program, Symbol parameter) {
        Layer layer = program.forward().layer(parameter.layer());
        boolean shown = layer.output() != null && layer.output().variable().size() >= FEWEST;
        return parameter.role() == Symbol.Role.WEIGHT
                && (layer.activation().isIdentity() || layer.activation().kind() == Nonlinearity.Kind.RELU || !shown)
                && layer.bias() == null
                && parameter.layer() < program.depth()
                && program.role(parameter.gradient()) == null;
    }

    /** Whether the dump has its gradient or the delta that it is made of: where nothing moves, one worked out is no evidence. */
    private static boolean showsGradient(Program program, Symbol parameter) {
        return program.role(parameter.gradient()) != null || program.role(Symbol.delta(parameter.layer())) != null;
    }

    /** The update that another parameter gets. */
    private static @Nullable Update moving(Examination examination) {
        return examination.program().updates().values().stream()
                .filter(Update::moves)
                .findFirst()
                .orElse(null);
    }

    /** Whether the others' step is lost in the last digit of every weight: that step is too small, not discarded. */
    private static boolean isRoundedAway(Examination examination, Symbol parameter, @Nullable Update moving) {
        Matrix value = examination.first(parameter);
        Matrix gradient = examination.steps().getFirst().find(parameter.gradient());
        if (moving == null || value == null || gradient == null || !gradient.sameShape(value)) {
            return false;
        }
        for (int i = 0; i < value.size(); i++) {
            if (Math.abs(moving.factor() * gradient.at(i)) > value.epsilon() * Math.abs(value.at(i))) {
                return false;
            }
        }
        return true;
    }

    private static Suspicion suspicion(Examination examination, Symbol parameter, @Nullable Update moving) {
        String name = examination.program().parameter(parameter).name();
        int iterations = examination.program().iterations();
        String should = moving == null
                ? name + " - learning_rate * " + Wording.gradient(examination, parameter)
                : Wording.update(examination, parameter, moving);
        return new Suspicion(
                Fault.UPDATE_DISCARDED,
                Certainty.LIKELY,
                List.of(name),
                "%s is the same in all %d iterations although its gradient is not zero".formatted(name, iterations),
                List.of(Evidence.fact("iterations in which " + name + " stays as it is", iterations)),
                name + " = " + should,
                new Line(name, name, should),
                setup -> moving == null ? setup : setup.with(moved(setup.recipe(), parameter, moving)));
    }

    /** The dump may hold something else under the gradient's name: a bias is moved by the gradient that fits its weight's. */
    private static Recipe moved(Recipe recipe, Symbol parameter, Update moving) {
        int layer = parameter.layer();
        Formula sum = new Formula.Sum(Formula.Axis.SAMPLES, new Formula.Of(Symbol.delta(layer)));
        Recipe moves = recipe.with(parameter, moving);
        return parameter.role() == Symbol.Role.BIAS
                ? moves.with(Symbol.biasGradient(layer), sum, recipe.scale(Symbol.gradient(layer)))
                : moves;
    }
}
