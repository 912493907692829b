package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.algebra.Slope;
import dev.descent.audit.recover.LastMovers.Layer;
import dev.descent.audit.recover.LastMovers.Mover;
import dev.descent.audit.recover.LastMovers.Source;
import dev.descent.audit.recover.LastMovers.Worked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One attempt at working back what weights were before the last update: in batches of one length, looking at some layers only. */
final class LastUpdateSearch {
    /** Of each sum, what its activation and rounding cost. */
    private static final int FUNCTIONS = 60;

    /** What looking at a layer costs at least, however small it is. */
    static final long EACH = 2000;

    private static final List<Nonlinearity> ACTIVATIONS = Stream.concat(
                    Stream.of(Nonlinearity.SOFTMAX), Nonlinearity.USUAL_HIDDEN.stream())
            .toList();

    private final Book book;
    private final int samples;
    private final boolean onlyNear;
    private final boolean onlyMatrices;
    private final List<Ref> arrays;
    private final Map<Variable, @Nullable Matrix[]> before = new LinkedHashMap<>();
    private final List<Worked> moved = new ArrayList<>();

    /**
     * @param onlyNear only weights that nearly give the sums which the activations show
     * @param onlyMatrices a row or column of numbers is a weight only where it goes on from a layer that is known
     */
    private LastUpdateSearch(Book book, int samples, boolean onlyNear, boolean onlyMatrices) {
        this.book = book;
        this.samples = samples;
        this.onlyNear = onlyNear;
        this.onlyMatrices = onlyMatrices;
        this.arrays = Batch.of(book, 0, samples).seen().stream().map(Seen::ref).toList();
    }

    /** With rows and columns as weights only where no matrix is one. */
    static LastUpdateSearch of(Book book, int samples, boolean onlyNear) {
        LastUpdateSearch matrices = new LastUpdateSearch(book, samples, onlyNear, true);
        matrices.run();
        if (matrices.layers() > 0) {
            return matrices;
        }
        LastUpdateSearch all = new LastUpdateSearch(book, samples, onlyNear, false);
        all.run();
        return all;
    }

    /** How many layers' weights were worked back. */
    int layers() {
        return moved.size();
    }

    /** Weights and biases before the update, iteration by iteration, in the program's own layout; null where that is not known. */
    Map<Variable, @Nullable Matrix[]> before() {
        return before;
    }

    private void run() {
        Map<Variable, List<Ref>> weights = weights().stream()
                .collect(Collectors.groupingBy(Ref::variable, LinkedHashMap::new, Collectors.toList()));
        boolean more = true;
        while (more && !book.effort().isSpent()) {
            // The error that is sent back through a weight is known once that is.
            more = false;
            for (Map.Entry<Variable, List<Ref>> weight : weights.entrySet()) {
                more |= !before.containsKey(weight.getKey())
                        && !isTaken(weight.getKey())
                        && workBack(weight.getValue());
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

    // ---------------------------------------------------------------- layers

    /** @param weights one variable, in either layout */
    private boolean workBack(List<Ref> weights) {
        // A curve first: along a line the errors that are sent back through a weight lie too.
        for (Nonlinearity activation : ACTIVATIONS) {
            for (Ref weight : weights) {
                if (workBack(weight, activation)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean workBack(Ref weight, Nonlinearity activation) {
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
                if (!input.sameVariable(output) && workBack(weight, input, output, shown)) {
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

    private boolean workBack(Ref weight, Ref input, Ref output, SumsShown shown) {
        for (Ref bias : biases(weight, input, output)) {
            Layer layer = new Layer(input, weight, bias, output);
            if (book.effort().isSpent()) {
                return false;
            }
            book.effort().add(book.iterations() * (EACH + shown.size() * (width(input) + FUNCTIONS)));
            // The same for every mover.
            List<SumsShown.@Nullable Move> moves = shown.moves(book.iterations(), input, weight, bias);
            if (onlyNear && !goesOn(input) && !SumsShown.areNear(moves)) {
                continue;
            }
            LastUpdateFit best = null;
            for (Mover mover : new LastMovers(book, arrays, moved).of(layer, Slope.ofActivation(shown.activation()))) {
                if (book.effort().isSpent()) {
                    return false;
                }
                LastUpdateFit fit = LastUpdateFit.of(book.effort(), layer, shown, moves, mover);
                if (fit != null && (best == null || fit.rest() < best.rest())) {
                    best = fit;
                }
            }
            if (best != null && settles(layer, best)) {
                return true;
            }
        }
        return false;
    }

    /** What may be a layer's bias, and null for none. */
    private List<@Nullable Ref> biases(Ref weight, Ref input, Ref output) {
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
        return biases;
    }

    // ---------------------------------------------------------------- what is known then

    /** Keeps what a weight and its bias were; not of a gradient, which is what it would have been moved by. */
    private boolean settles(Layer layer, LastUpdateFit fit) {
        if (isGradient(layer.weight(), fit.mover().weight())) {
            return false;
        }
        @Nullable Matrix[] weights = fit.weights(layer);
        moved.add(new Worked(layer, fit.mover(), weights));
        keep(layer.weight(), weights);
        if (layer.bias() != null) {
            keep(layer.bias(), fit.biases(layer.bias()));
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
            if (fit != null
                    && (!fit.matches() || Math.abs(fit.scale() - scale) > LastUpdateFit.SAME * Math.abs(scale))) {
                return false;
            }
            scale = fit == null ? scale : fit.scale();
        }
        return true;
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
}
