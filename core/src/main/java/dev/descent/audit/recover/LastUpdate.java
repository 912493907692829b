package dev.descent.audit.recover;

import dev.descent.audit.Trace;
import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.recover.LastMovers.Layer;
import dev.descent.audit.recover.LastMovers.Mover;
import dev.descent.audit.recover.LastMovers.Source;
import dev.descent.audit.recover.LastMovers.Worked;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dump that was recorded once for several updates, as once an epoch: its activations are those of the last update, but what the
 * weights were before that one is nowhere in it. It is worked back from the activations and from what the weights were moved by:
 * a gradient of the dump, or the product of an input and a delta.
 */
public final class LastUpdate {
    /** To what share factors of two iterations agree. */
    private static final double SAME = 1e-6;

    /** Numbers that agree, more than factors were chosen. */
    private static final int FEWEST = 4;

    /** The same where one iteration alone shows them. */
    private static final int MANY = 12;

    /** What looking at a layer costs at least, however small it is. */
    private static final long EACH = 2000;

    private static final List<Nonlinearity> ACTIVATIONS = Stream.concat(
                    Stream.of(Nonlinearity.SOFTMAX), Nonlinearity.USUAL_HIDDEN.stream())
            .toList();

    private final Book book;
    private final Map<Variable, @Nullable Matrix[]> before = new LinkedHashMap<>();
    private final List<Worked> moved = new ArrayList<>();
    private boolean onlyMatrices = true;
    private boolean onlyNear = true;

    private LastUpdate(Book book) {
        this.book = book;
    }

    /**
     * The same dump with an iteration before each that holds what the weights were then, and an empty one between two; empty where
     * nothing could be worked back, as in dumps that are recorded once for each update.
     */
    public static Optional<Trace> of(Trace trace, Mishaps mishaps) {
        LastUpdate last = new LastUpdate(new Book(trace, "", "", Effort.small(), mishaps));
        return last.run() ? Optional.of(last.expanded(trace)) : Optional.empty();
    }

    private boolean run() {
        if (book.iterations() < 2) {
            return false;
        }
        if (!run(true)) {
            // Steps that are too large change sums by more than they are.
            run(false);
        }
        return !moved.isEmpty();
    }

    /** @param near only weights that nearly give the sums which the activations show */
    private boolean run(boolean near) {
        onlyNear = near;
        List<Worked> best = List.of();
        Map<Variable, @Nullable Matrix[]> bestBefore = Map.of();
        for (int samples : book.lengths(0)) {
            moved.clear();
            before.clear();
            run(samples);
            if (moved.size() > best.size()) {
                best = List.copyOf(moved);
                bestBefore = new LinkedHashMap<>(before);
            }
        }
        moved.clear();
        before.clear();
        moved.addAll(best);
        before.putAll(bestBefore);
        return !moved.isEmpty();
    }

    private void run(int samples) {
        List<Ref> arrays = Batch.of(book, 0, samples).seen().stream()
                .map(Seen::ref)
                .toList();
        Map<Variable, List<Ref>> weights = weights().stream()
                .collect(Collectors.groupingBy(Ref::variable, LinkedHashMap::new, Collectors.toList()));
        onlyMatrices = true;
        run(weights, arrays, samples);
        if (moved.isEmpty()) {
            onlyMatrices = false;
            run(weights, arrays, samples);
        }
    }

    private void run(Map<Variable, List<Ref>> weights, List<Ref> arrays, int samples) {
        boolean more = true;
        while (more && !book.effort().isSpent()) {
            // The error that is sent back through a weight is known once that is.
            more = false;
            for (Map.Entry<Variable, List<Ref>> weight : weights.entrySet()) {
                more |= !before.containsKey(weight.getKey())
                        && !isTaken(weight.getKey())
                        && workBack(weight.getValue(), arrays, samples);
            }
        }
    }

    private List<Ref> weights() {
        return book.shaped(
                0,
                -1,
                -1,
                variable -> !variable.isInteger()
                        && !variable.isScalar()
                        && !variable.isConstant()
                        && variable.rank() <= 2);
    }

    /** @param weights one variable, in either layout */
    private boolean workBack(List<Ref> weights, List<Ref> arrays, int samples) {
        // A curve first: along a line the errors that are sent back through a weight lie too.
        for (Nonlinearity activation : ACTIVATIONS) {
            for (Ref weight : weights) {
                if (workBack(weight, activation, arrays, samples)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean workBack(Ref weight, Nonlinearity activation, List<Ref> arrays, int samples) {
        Matrix value = weight.at(0);
        if (value == null || !value.isFinite() || (activation.isSoftmax() && value.columns() == 1)) {
            return false;
        }
        List<Ref> inputs = arrays.stream()
                .filter(input -> width(input) == value.rows() && !input.sameVariable(weight) && mayLead(input, value))
                .toList();
        for (Ref output : arrays) {
            if (width(output) != value.columns()
                    || output.sameVariable(weight)
                    || output.variable().isConstant()
                    || before.containsKey(output.variable())
                    || goesOn(output)) {
                continue;
            }
            SumsShown shown = new SumsShown(output, activation);
            for (Ref input : shown.isKnown(0) ? inputs : List.<Ref>of()) {
                if (!input.sameVariable(output) && workBack(weight, input, output, shown, arrays, samples)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A row or column of numbers is a weight only where it goes on from a layer that is known, or where no matrix is one. */
    private boolean mayLead(Ref input, Matrix weight) {
        return (weight.rows() > 1 && weight.columns() > 1) || !onlyMatrices || goesOn(input);
    }

    /** Whether it is the output of a layer that is known. */
    private boolean goesOn(Ref input) {
        return moved.stream().anyMatch(known -> known.layer().output().sameVariable(input));
    }

    private static int width(Ref array) {
        Matrix value = array.at(0);
        return value == null ? -1 : value.columns();
    }

    private boolean workBack(Ref weight, Ref input, Ref output, SumsShown shown, List<Ref> arrays, int samples) {
        List<@Nullable Ref> biases = new ArrayList<>();
        if (samples == 1) {
            // Beside a single sample's sums any multiple of its delta looks like a bias.
            biases.add(null);
        }
        biases.addAll(book.shaped(
                0,
                1,
                width(output),
                variable -> !variable.isInteger()
                        && !variable.isConstant()
                        && variable != weight.variable()
                        && variable != input.variable()
                        && variable != output.variable()
                        && !before.containsKey(variable)
                        && !isTaken(variable)));
        if (samples > 1) {
            biases.add(null);
        }
        for (Ref bias : biases) {
            Layer layer = new Layer(input, weight, bias, output);
            book.effort().add(EACH * book.iterations());
            // The same for every mover.
            List<SumsShown.@Nullable Move> moves = shown.moves(book.iterations(), input, weight, bias);
            if (onlyNear && !goesOn(input) && !SumsShown.areNear(moves)) {
                continue;
            }
            Fitted best = null;
            for (Mover mover : new LastMovers(book, arrays, moved).of(layer, slopes(shown.activation()))) {
                if (book.effort().isSpent()) {
                    return false;
                }
                Fitted fitted = fitted(layer, shown, moves, mover);
                if (fitted != null && (best == null || fitted.rest() < best.rest())) {
                    best = fitted;
                }
            }
            if (best != null && settles(layer, best)) {
                return true;
            }
        }
        return false;
    }

    /** Its derivatives that take the activation. */
    private static List<Slope> slopes(Nonlinearity activation) {
        return Slope.exact(activation).stream()
                .filter(slope -> slope.argument() == Slope.Argument.ACTIVATION)
                .map(Slope.Applied::slope)
                .toList();
    }

    // ---------------------------------------------------------------- by how much

    /**
     * A mover with its factor of each iteration, NaN where that does not show.
     *
     * @param rest the largest share of a sum's change that it leaves unexplained
     */
    private record Fitted(Mover mover, double[] factors, double rest) {}

    private @Nullable Fitted fitted(Layer layer, SumsShown shown, List<SumsShown.@Nullable Move> moves, Mover mover) {
        double[] factors = new double[book.iterations()];
        double rest = 0;
        int agreeing = 0;
        int told = 0;
        double first = Double.NaN;
        boolean steady = true;
        double last = Double.NaN;
        for (int t = 0; t < factors.length; t++) {
            factors[t] = Double.NaN;
            SumsShown.Move move = moves.get(t);
            Matrix weight = move == null ? null : mover.weight().at(t);
            Matrix bias = layer.bias() == null ? null : mover.bias().at(t);
            if (move == null || weight == null || (layer.bias() != null && bias == null)) {
                continue;
            }
            book.effort().add((long) move.inputs().rows() * weight.size());
            book.effort().compared(shown.size());
            book.effort().add(EACH);
            Matrix change = move.inputs().times(weight);
            SumsShown.Factor factor = move.factor(bias == null ? change : change.plus(bias));
            if (factor == null) {
                return null;
            }
            if (factor.numbers() == 0) {
                continue;
            }
            factors[t] = factor.value();
            rest = Math.max(rest, factor.rest());
            agreeing += factor.numbers();
            told++;
            steady &= Double.isNaN(first)
                    || Math.abs(factor.value() - first) <= SAME * Math.abs(first) + factor.uncertain();
            if (factor.value() / last < 0
                    || Math.abs(factor.value()) > (1 + SAME) * Math.abs(last) + factor.uncertain()) {
                // Rates fall, if they change at all.
                return null;
            }
            last = factor.value();
            first = Double.isNaN(first) ? last : first;
        }
        // One sample alone moves its sums by a multiple of any delta: that it is always the same one is what tells.
        boolean shows = (told > 1 && (steady || shown.samples() > 1) && agreeing - (steady ? 1 : told) >= FEWEST)
                || (told == 1 && shown.samples() > 1 && agreeing > MANY);
        if (shows && steady) {
            for (int t = 0; t < factors.length; t++) {
                factors[t] = Double.isNaN(factors[t]) ? first : factors[t];
            }
        }
        return shows ? new Fitted(mover, factors, rest) : null;
    }

    /** Keeps what a weight and its bias were; not of a gradient, which is what it would have been moved by. */
    private boolean settles(Layer layer, Fitted fitted) {
        if (isGradient(layer.weight(), fitted.mover().weight())) {
            return false;
        }
        @Nullable Matrix[] weights = before(layer.weight(), fitted.mover().weight(), fitted.factors());
        moved.add(new Worked(layer, fitted.mover(), weights));
        keep(layer.weight(), weights);
        if (layer.bias() != null) {
            keep(layer.bias(), before(layer.bias(), fitted.mover().bias(), fitted.factors()));
        }
        return true;
    }

    /** Whether it has another role, or is what moved a weight that was worked back. */
    private boolean isTaken(Variable variable) {
        return moved.stream()
                .anyMatch(known -> known.taken().contains(variable)
                        || (variable != known.layer().weight().variable()
                                && isGradient(
                                        new Ref(variable, known.layer().weight().transposed(), Part.ALL, 0),
                                        known.mover().weight())));
    }

    /** Whether it always is the same multiple of what is said to move it. */
    private boolean isGradient(Ref weight, Source mover) {
        double scale = Double.NaN;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix value = weight.at(t);
            Matrix by = mover.at(t);
            Fit fit = value == null || by == null ? null : Fit.scaled(value, by);
            if (fit != null && (!fit.matches() || Math.abs(fit.scale() - scale) > SAME * Math.abs(scale))) {
                return false;
            }
            scale = fit == null ? scale : fit.scale();
        }
        return true;
    }

    private static @Nullable Matrix[] before(Ref parameter, Source mover, double[] factors) {
        @Nullable Matrix[] values = new @Nullable Matrix[factors.length];
        for (int t = 0; t < values.length; t++) {
            Matrix after = parameter.at(t);
            Matrix by = Double.isNaN(factors[t]) ? null : mover.at(t);
            values[t] = after == null || by == null || !by.sameShape(after) ? null : after.minus(by.scaled(factors[t]));
        }
        return values;
    }

    /** In the program's own layout. */
    private void keep(Ref parameter, @Nullable Matrix[] values) {
        @Nullable Matrix[] own = new @Nullable Matrix[values.length];
        for (int t = 0; t < own.length; t++) {
            Matrix value = values[t];
            own[t] = value == null || !parameter.transposed() ? value : value.transpose();
        }
        before.put(parameter.variable(), own);
    }

    // ---------------------------------------------------------------- the dump with what was worked back

    /** What never changes is known at any time. */
    private Trace expanded(Trace trace) {
        Set<String> constants = book.all().stream()
                .filter(Variable::isConstant)
                .map(Variable::name)
                .collect(Collectors.toSet());
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < trace.iterations().size(); t++) {
            int at = t;
            Map<String, NdArray> data = new LinkedHashMap<>(trace.iterations().get(t));
            data.keySet().retainAll(constants);
            Map<String, NdArray> earlier = new LinkedHashMap<>(data);
            before.forEach((variable, values) -> {
                Matrix value = values[at];
                if (value != null) {
                    earlier.put(variable.name(), array(variable, value));
                }
            });
            if (t > 0) {
                // What happened between the two is not known.
                iterations.add(data);
            }
            iterations.add(earlier);
            iterations.add(trace.iterations().get(t));
        }
        return new Trace(trace.name(), iterations, trace.notes());
    }

    private static NdArray array(Variable variable, Matrix value) {
        NdArray array = NdArray.of(value.values(), variable.shape());
        return value.epsilon() > Matrix.DOUBLE ? NdArray.of(array.toFloats(), variable.shape()) : array;
    }

    /** The weights and biases that were worked back. */
    public static Set<String> parameters(Trace expanded) {
        Map<String, NdArray> first = expanded.iterations().getFirst();
        Map<String, NdArray> second = expanded.iterations().get(1);
        return first.keySet().stream()
                .filter(name -> !Objects.equals(first.get(name), second.get(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
