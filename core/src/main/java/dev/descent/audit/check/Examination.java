package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Recovery;
import dev.descent.audit.recover.Step;
import dev.descent.audit.recover.TargetValues;
import dev.descent.audit.recover.Update;
import dev.descent.audit.replay.Batch;
import dev.descent.audit.replay.Losses;
import dev.descent.audit.replay.Recipe;
import dev.descent.audit.replay.Replay;
import dev.descent.audit.replay.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the checks look at: the recovered program, and the same ready to be run again. */
final class Examination {
    private final Program program;
    private final List<Step> steps = new ArrayList<>();
    private final @Nullable Setup asItIs;
    private final Map<Setup, Setup> few = new HashMap<>();
    private final Map<Setup, Trial> trials = new HashMap<>();

    /** A setup with fewer samples, and how it trains. */
    record Trial(Setup few, Replay.Run run) {}

    Examination(Program program) {
        this.program = program;
        for (int t = 0; t < program.iterations(); t++) {
            steps.add(program.step(t));
        }
        this.asItIs = setup();
    }

    Program program() {
        return program;
    }

    List<Step> steps() {
        return steps;
    }

    /** The program as it is; null where too much is missing to run it. */
    @Nullable
    Setup asItIs() {
        return asItIs;
    }

    /** A setup with as many samples as a trial of it takes. */
    Setup few(Setup setup) {
        return few.computeIfAbsent(setup, _ -> setup.thinned(Budget.samples(setup)));
    }

    /** How a setup trains on some of its samples: run once for all the checks that ask. */
    Trial trial(Setup setup) {
        return trials.computeIfAbsent(setup, _ -> {
            Setup few = few(setup);
            return new Trial(few, few.train(Budget.steps(few)));
        });
    }

    /** Whether a run with all updates changed leaves less than a share of the loss that the program's own steps leave. */
    boolean leaves(double share, UnaryOperator<Update> change) {
        if (asItIs == null || !asItIs.recipe().isWhole()) {
            return false;
        }
        Trial trial = trial(asItIs);
        Recipe changed = asItIs.recipe();
        for (Map.Entry<Symbol, Update> entry : changed.updates().entrySet()) {
            changed = changed.with(entry.getKey(), change.apply(entry.getValue()));
        }
        double left = trial.few().with(changed).train(Budget.steps(trial.few())).settled();
        return left < share * trial.run().settled();
    }

    /** What an array of the first step that has it is. */
    @Nullable
    Matrix first(Symbol symbol) {
        for (Step step : steps) {
            Matrix value = step.find(symbol);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    String name(Symbol symbol) {
        Formula.Name name = program.name(symbol);
        return name == null ? symbol.standardName() : name.text();
    }

    /** The loss whose exact gradient the output's delta is, or would be without its fault. */
    Losses loss() {
        Nonlinearity output = program.forward().layer(program.depth()).activation();
        Explanation delta = program.explanations().get(Symbol.delta(program.depth()));
        boolean plain = delta != null
                && delta.fault() == null
                && (delta.formula().equals(new Formula.Of(program.error()))
                        || delta.formula().equals(new Formula.Minus(program.output(), program.goal())));
        if (output.isSoftmax()) {
            boolean jacobian = delta != null && delta.formula().toString().startsWith("SoftmaxJacobian");
            return jacobian ? Losses.SQUARED_ERROR : Losses.CROSS_ENTROPY;
        }
        if (output.kind() == Nonlinearity.Kind.SIGMOID && plain) {
            return Losses.BINARY_CROSS_ENTROPY;
        }
        return output.kind() == Nonlinearity.Kind.EXPONENTIAL && plain ? Losses.POISSON : Losses.SQUARED_ERROR;
    }

    private @Nullable Setup setup() {
        // What is made in a way that nobody knows cannot be made again.
        boolean known = program.explanations().values().stream().noneMatch(Explanation::isUnknown);
        if (program.forward().target() == null || program.explanations().isEmpty() || !known) {
            return null;
        }
        Recipe recipe = Recipe.of(program);
        for (int t = 0; t < steps.size(); t++) {
            State start = state(t);
            if (start != null) {
                List<Batch> batches = batches(t);
                return batches.isEmpty() || isOneSample(batches) ? null : new Setup(recipe, batches, start, loss());
            }
        }
        return null;
    }

    /** Whether the program's own start is not known, and steps too large may have led to where it is known first. */
    boolean isFromLaterStep(Setup setup) {
        return state(0) == null && !new StepSize().examine(this, setup).isEmpty();
    }

    /** All parameters before an iteration; null where one is not known. */
    @Nullable
    State state(int iteration) {
        Map<Symbol, Matrix> parameters = new LinkedHashMap<>();
        for (Symbol parameter : program.parameters()) {
            Matrix value = program.before(parameter, iteration);
            if (value == null) {
                return null;
            }
            parameters.put(parameter, value.bare());
        }
        return new State(parameters);
    }

    private List<Batch> batches(int from) {
        List<Batch> batches = new ArrayList<>();
        for (Step step : steps.subList(from, steps.size())) {
            Matrix input = step.find(Symbol.activation(0));
            Matrix target = step.find(program.targetSymbol());
            if (input == null || target == null || input.rows() != target.rows()) {
                break;
            }
            Batch batch = new Batch(input.bare(), target.bare(), 1);
            boolean alike = batches.isEmpty() || areAlike(batches.getFirst(), batch);
            if (alike && batches.stream().noneMatch(other -> same(other, batch))) {
                batches.add(batch);
            }
        }
        return batches;
    }

    /** A dump that shows one sample alone, again and again: what trains on that says nothing. */
    private boolean isOneSample(List<Batch> batches) {
        return batches.size() == 1
                && program.iterations() > 1
                && batches.getFirst().input().rows() == 1;
    }

    private static boolean areAlike(Batch one, Batch other) {
        return one.input().columns() == other.input().columns()
                && one.target().columns() == other.target().columns();
    }

    private static boolean same(Batch one, Batch other) {
        return one.input().sameValues(other.input()) && one.target().sameValues(other.target());
    }

    /** Whether what are taken for weights move like weights, or nearly all arrays have a role: else the layers may be no layers. */
    boolean knowsLayers() {
        return Recovery.explainsNearlyAll(program)
                || program.parameters().stream()
                        .filter(parameter -> parameter.role() == Symbol.Role.WEIGHT)
                        .noneMatch(weight -> program.updates().get(weight) instanceof Update.Unknown);
    }

    /** Whether a layer's delta shows: in an array of the dump, or in a weight or bias that is moved by what is made of it. */
    boolean showsDelta(int layer) {
        Explanation delta = program.explanations().get(Symbol.delta(layer));
        return delta != null
                && !delta.isUnknown()
                && (delta.elements() > 0 || isMoved(Symbol.weight(layer)) || isMoved(Symbol.bias(layer)));
    }

    private boolean isMoved(Symbol parameter) {
        Update update = program.updates().get(parameter);
        return update != null && update.moves();
    }

    boolean isClassification() {
        Matrix target = first(program.targetSymbol());
        return target != null && TargetValues.areClasses(target);
    }
}
