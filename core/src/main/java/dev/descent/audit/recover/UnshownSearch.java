package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Networks of which the dump shows too few sums and activations to follow them: weights are chained by their shapes from inputs
 * to targets, and every usual activation is tried. What the gradients and the changes of the weights say of each decides.
 */
final class UnshownSearch {
    private static final int MOST = 600;
    private static final int DEEPEST = 6;

    private static final List<Nonlinearity> HIDDEN =
            List.of(Nonlinearity.SIGMOID, Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.IDENTITY);
    private static final List<Nonlinearity> OUTPUT =
            List.of(Nonlinearity.SOFTMAX, Nonlinearity.SIGMOID, Nonlinearity.IDENTITY, Nonlinearity.TANH);

    private final Book book;
    private final int iteration;
    private final Movers movers;
    private final List<Forward> found = new ArrayList<>();
    private Batch batch;

    UnshownSearch(Book book) {
        this.book = book;
        this.iteration = book.iterations() > 1 ? 1 : 0;
        this.movers = book.movers();
        this.batch = Batch.none(book, iteration);
    }

    /** Weights and biases, first layer first, and the array that goes in. */
    private record WeightChain(Ref input, List<Layer> layers) {
        boolean uses(Ref ref) {
            return input.sameVariable(ref)
                    || layers.stream()
                            .anyMatch(layer -> layer.weight().sameVariable(ref)
                                    || (layer.bias() != null && layer.bias().sameVariable(ref)));
        }

        WeightChain with(Ref weight, @Nullable Ref bias) {
            List<Layer> longer = new ArrayList<>(layers);
            longer.add(new Layer(weight, bias, Nonlinearity.IDENTITY, null, null));
            return new WeightChain(input, List.copyOf(longer));
        }
    }

    /** Forward passes to try, at most {@link #MOST}. */
    List<Forward> candidates() {
        for (int length : lengths()) {
            batch = Batch.of(book, iteration, length);
            for (Seen source : batch.seen()) {
                if (mayBeInput(source.ref().variable()) && source.rows().columns() > 1) {
                    extend(
                            new WeightChain(source.ref(), List.of()),
                            source.rows().columns());
                }
            }
        }
        return found;
    }

    /** Lengths that two arrays which are no parameters have in common, inputs and targets, the longest first. */
    private List<Integer> lengths() {
        Map<Integer, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
        for (Variable variable : book.variables()) {
            Matrix value = mayBeInput(variable) ? variable.atOrBefore(iteration) : null;
            if (value != null && value.size() > 1) {
                Set.of(value.rows(), value.columns() == value.rows() ? -1 : value.columns())
                        .forEach(length -> counts.merge(length, 1, Integer::sum));
            }
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() > 0 && entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean mayBeInput(Variable variable) {
        return book.mayBeInput(variable) && !movers.isMoved(variable) && !isGradient(variable);
    }

    private boolean mayBeParameter(Variable variable) {
        // Where no array is known to move a matrix, as by momentum that the dump leaves out, any may be a weight.
        boolean shows = movers.isEmpty()
                || movers.isMoved(variable)
                || variable.isConstant()
                || (variable.isWide(iteration)
                        && book.variables().stream()
                                .noneMatch(other -> other.isWide(iteration) && movers.isMoved(other)));
        return shows && !variable.isInteger() && !isGradient(variable);
    }

    private boolean isGradient(Variable variable) {
        return movers.isGradient(variable) || Names.soundsLikeGradient(variable.name());
    }

    private void extend(WeightChain chain, int width) {
        if (found.size() >= MOST || book.effort().isSpent()) {
            return;
        }
        if (!chain.layers().isEmpty()) {
            end(chain);
        }
        if (chain.layers().size() == DEEPEST) {
            return;
        }
        for (Ref weight : book.shaped(iteration, width, -1, this::mayBeParameter)) {
            Matrix value = weight.at(iteration);
            if (value == null || value.size() == 1 || chain.uses(weight)) {
                continue;
            }
            List<Ref> biases = biases(chain, weight, value.columns());
            if (biases.stream().noneMatch(bias -> Names.belong(weight.name(), bias.name()))) {
                extend(chain.with(weight, null), value.columns());
            }
            biases.forEach(bias -> extend(chain.with(weight, bias), value.columns()));
        }
        for (Ref folded : book.shaped(iteration, width + 1, -1, this::mayBeParameter)) {
            Matrix value = folded.at(iteration);
            if (value == null || chain.uses(folded)) {
                continue;
            }
            for (Part part : List.of(Part.WITHOUT_FIRST_ROW, Part.WITHOUT_LAST_ROW)) {
                extend(chain.with(folded.part(part), folded.part(part.biasRow())), value.columns());
            }
        }
    }

    /** Those of the same number or ending as the weight; where there are none, all. */
    private List<Ref> biases(WeightChain chain, Ref weight, int units) {
        // A bias may move by one number for all units, which is no array of its shape.
        List<Ref> fitting =
                book.shaped(iteration, 1, units, variable -> !variable.isInteger() && !isGradient(variable)).stream()
                        .filter(bias -> !bias.sameVariable(weight) && !chain.uses(bias) && bias.at(iteration) != null)
                        .filter(bias -> units > 1 || !bias.variable().isConstant())
                        .toList();
        List<Ref> belonging = fitting.stream()
                .filter(bias -> Names.belong(weight.name(), bias.name()))
                .toList();
        return belonging.isEmpty() ? fitting : belonging;
    }

    // ---------------------------------------------------------------- activations

    private void end(WeightChain chain) {
        int units = units(chain.layers().getLast());
        boolean wanted = batch.seen().stream()
                .anyMatch(candidate -> !chain.uses(candidate.ref())
                        && (candidate.rows().columns() == units
                                || candidate.rows().columns() == 1));
        if (!wanted) {
            return;
        }
        for (int lag = book.iterations() > 1 ? 1 : 0; lag >= 0; lag--) {
            for (Nonlinearity hidden : chain.layers().size() == 1 ? HIDDEN.subList(0, 1) : HIDDEN) {
                for (Nonlinearity output : units == 1 && !showsOnes() ? OUTPUT.subList(1, OUTPUT.size()) : OUTPUT) {
                    found.addAll(fitting(chain, lag, hidden, output));
                }
            }
        }
    }

    /** Whether the dump has a column of ones, as a softmax over a single unit gives. */
    private boolean showsOnes() {
        return batch.seen().stream()
                .map(Seen::rows)
                .anyMatch(rows -> rows.columns() == 1 && rows.rows() > 1 && rows.minimum() == 1 && rows.maximum() == 1);
    }

    private int units(Layer layer) {
        Matrix weight = layer.weight().at(iteration);
        return weight == null ? -1 : weight.columns();
    }

    /** None where an array has another shape in the iteration that is meant. */
    private List<Forward> fitting(WeightChain chain, int lag, Nonlinearity hidden, Nonlinearity output) {
        try {
            return forwards(chain, lag, hidden, output);
        } catch (Matrix.ShapeMismatch _) {
            return List.of();
        }
    }

    /** With the arrays that show its sums and activations where the dump has some; one for each target that fits. */
    private List<Forward> forwards(WeightChain chain, int lag, Nonlinearity hidden, Nonlinearity output) {
        Matrix current = ForwardCheck.sample(chain.input().atOrBefore(iteration), batch.samples());
        List<Layer> layers = new ArrayList<>();
        for (int k = 0; k < chain.layers().size() && current != null; k++) {
            Layer layer = chain.layers().get(k);
            Ref weight = layer.weight().lag(lag);
            Ref bias = layer.bias() == null ? null : layer.bias().lag(lag);
            Matrix values = weight.at(iteration);
            Matrix shift = bias == null ? null : bias.at(iteration);
            if (values == null || (bias != null && shift == null)) {
                return List.of();
            }
            book.effort().add((long) current.size() * values.columns());
            book.effort().simulated((long) current.rows() * values.columns());
            Matrix logits = current.times(values);
            logits = shift == null ? logits : logits.plus(shift);
            Nonlinearity activation = k == chain.layers().size() - 1 ? output : hidden;
            current = activation.apply(logits);
            layers.add(new Layer(weight, bias, activation, shown(logits), shown(current)));
        }
        if (current == null || !current.isFinite()) {
            return List.of();
        }
        Forward forward = new Forward(batch.samples(), chain.input(), layers, null);
        return new TargetSearch(
                        batch,
                        chain.input(),
                        layers.getLast().output(),
                        current,
                        ref -> forward.variables().contains(ref.variable()))
                .all().stream()
                        .map(target -> new Forward(batch.samples(), chain.input(), layers, target.target()))
                        .toList();
    }

    private @Nullable Ref shown(Matrix rows) {
        return batch.seen().stream()
                .filter(array -> array.rows().sameShape(rows))
                .filter(array -> {
                    book.effort().compared(rows.size());
                    Fit fit = Fit.same(array.rows(), rows);
                    return fit.matches() && fit.informative() > 0;
                })
                .map(Seen::ref)
                .findFirst()
                .orElse(null);
    }
}
