package dev.descent.audit.recover;

import dev.descent.audit.Trace;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Works out biases that a dump leaves out: where the sums that an activation gives away differ from an input times a weight by one and the
 * same row in every sample, that row is the bias.
 */
public final class MissingBiases {
    private static final String SUFFIX = "_bias";

    private static final int FEWEST_SAMPLES = 4;

    /** Iterations in which it must show. */
    private static final int FEWEST = 2;

    /** Of sums and what they were made of. */
    private static final double ROUNDINGS = 1e4;

    /** What is worked out has about so many digits. */
    private static final double NEAR = 1e-6;

    /** Those whose sums are known from their values; a softmax's but for one number. */
    private static final List<Nonlinearity> ACTIVATIONS = List.of(
            Nonlinearity.SOFTMAX,
            Nonlinearity.SIGMOID,
            Nonlinearity.TANH,
            Nonlinearity.RELU,
            new Nonlinearity(Nonlinearity.Kind.LEAKY_RELU, 0.01),
            new Nonlinearity(Nonlinearity.Kind.ELU, 1),
            Nonlinearity.IDENTITY);

    private final Book book;
    private final Map<String, @Nullable Matrix[]> found = new LinkedHashMap<>();
    private final List<Variable> outputs = new ArrayList<>();

    private MissingBiases(Book book) {
        this.book = book;
    }

    /** The dump with a bias for each weight that has one, called as the weight and {@value #SUFFIX}; empty where none shows. */
    public static Optional<Trace> of(Trace trace, Mishaps mishaps) {
        Book book = new Book(trace, "", "", new Effort(), mishaps);
        if (book.iterations() < FEWEST) {
            return Optional.empty();
        }
        MissingBiases biases = new MissingBiases(book);
        book.lengths(1).stream().filter(samples -> samples >= FEWEST_SAMPLES).forEach(biases::look);
        return biases.found.isEmpty() ? Optional.empty() : Optional.of(biases.added(trace));
    }

    private Trace added(Trace trace) {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < trace.iterations().size(); t++) {
            Map<String, NdArray> arrays = new LinkedHashMap<>(trace.iterations().get(t));
            int at = t;
            found.forEach((name, values) -> {
                Matrix value = values[at];
                if (value != null) {
                    // What is worked out has fewer digits than what was computed with.
                    arrays.put(
                            name,
                            NdArray.of(
                                    NdArray.of(value.values(), value.columns()).toFloats(), value.columns()));
                }
            });
            iterations.add(arrays);
        }
        List<String> notes = new ArrayList<>(trace.notes());
        notes.add("the dump leaves out biases: %s worked out from the activations"
                .formatted(
                        found.size() == 1
                                ? "%s was".formatted(found.keySet().iterator().next())
                                : "%s were".formatted(String.join(", ", found.keySet()))));
        return new Trace(trace.name(), iterations, notes);
    }

    private void look(int samples) {
        List<Seen> seen = Batch.of(book, 1, samples).seen();
        for (Seen output : seen) {
            for (Seen input : output.ref().variable().isConstant() ? List.<Seen>of() : seen) {
                if (outputs.contains(output.ref().variable()) || input.ref().sameVariable(output.ref())) {
                    continue;
                }
                weights(input, output).forEach(weight -> look(input, weight, output));
            }
        }
    }

    private List<Ref> weights(Seen input, Seen output) {
        return book.shaped(
                1,
                input.rows().columns(),
                output.rows().columns(),
                variable -> !variable.isInteger()
                        && !variable.isScalar()
                        && !variable.isConstant()
                        && variable.rank() <= 2
                        && !found.containsKey(name(variable)));
    }

    private static String name(Variable weight) {
        return weight.name() + SUFFIX;
    }

    private void look(Seen input, Ref weight, Seen output) {
        if (weight.sameVariable(input.ref()) || weight.sameVariable(output.ref())) {
            return;
        }
        // As dumped before the update, or after that of the iteration before.
        for (Ref used : List.of(weight, weight.lag(1))) {
            Matrix value = used.at(1);
            if (value == null
                    || value.rows() != input.rows().columns()
                    || value.columns() != output.rows().columns()) {
                continue;
            }
            book.effort().add((long) input.rows().rows() * value.size());
            Matrix sums = input.rows().times(value);
            for (Nonlinearity activation : ACTIVATIONS) {
                if (mayBe(output.rows(), activation)
                        && row(activation, output.rows(), sums, true) != null
                        && keep(input.ref(), used, output.ref(), activation)) {
                    return;
                }
            }
        }
    }

    /** Whether an array's numbers are in the range of an activation. */
    private static boolean mayBe(Matrix shown, Nonlinearity activation) {
        return shown.minimum() >= activation.lowest()
                && shown.maximum() <= activation.highest()
                && (!activation.isSoftmax()
                        || (shown.columns() > 2 && Math.abs(shown.rows(0, 1).sum() - 1) < 1e-4));
    }

    /** Whether it shows in all iterations, and is no row of zeros; kept where the weight of the same time is. */
    private boolean keep(Ref input, Ref weight, Ref output, Nonlinearity activation) {
        @Nullable Matrix[] rows = new @Nullable Matrix[book.iterations()];
        int seen = 0;
        boolean isZero = true;
        for (int t = 0; t < rows.length; t++) {
            Matrix inputs = input.at(t);
            Matrix value = weight.at(t);
            Matrix shown = output.at(t);
            if (inputs == null || value == null || shown == null) {
                continue;
            }
            if (inputs.columns() != value.rows()
                    || shown.columns() != value.columns()
                    || shown.rows() != inputs.rows()) {
                return false;
            }
            book.effort().add((long) inputs.rows() * value.size());
            Matrix row = row(activation, shown, inputs.times(value), false);
            if (row == null) {
                return false;
            }
            isZero &= row.isZero();
            rows[Math.max(0, t - weight.lag())] = row;
            seen++;
        }
        if (seen < FEWEST || isZero || isThere(rows)) {
            return false;
        }
        found.put(name(weight.variable()), rows);
        outputs.add(output.variable());
        return true;
    }

    /** Whether an array of the dump holds it after all, at this time or one record before or after. */
    private boolean isThere(@Nullable Matrix[] rows) {
        return book.variables().stream()
                .anyMatch(variable -> IntStream.rangeClosed(-1, 1).anyMatch(lag -> isSame(variable, rows, lag)));
    }

    private static boolean isSame(Variable variable, @Nullable Matrix[] rows, int lag) {
        int same = 0;
        for (int t = 0; t < rows.length; t++) {
            Matrix row = rows[t];
            Matrix value = t + lag < 0 || t + lag >= rows.length ? null : variable.at(t + lag);
            if (row == null || value == null) {
                continue;
            }
            if (value.size() != row.size()) {
                return false;
            }
            for (int i = 0; i < row.size(); i++) {
                if (Math.abs(value.at(i) - row.at(i)) > NEAR * (row.largestFinite() + Math.abs(value.at(i)))) {
                    return false;
                }
            }
            same++;
        }
        return same >= FEWEST;
    }

    /**
     * The row that is added to the sums in every sample; null where it is not the same in all of them, or not known.
     *
     * @param some whether the samples are a few of them, in which not every unit need show
     */
    private static @Nullable Matrix row(Nonlinearity activation, Matrix shown, Matrix sums, boolean some) {
        int units = shown.columns();
        double[] row = new double[units];
        int[] counts = new int[units];
        double[][] all = new double[shown.rows()][units];
        double[][] tolerances = new double[shown.rows()][units];
        int compared = 0;
        for (int sample = 0; sample < shown.rows(); sample++) {
            double mean = 0;
            for (int unit = 0; unit < units; unit++) {
                int i = sample * units + unit;
                double logit = activation.isSoftmax() ? Math.log(shown.at(i)) : activation.logit(shown.at(i));
                all[sample][unit] = logit - sums.at(i);
                double slope = activation.isSoftmax() ? shown.at(i) : activation.slope(logit);
                tolerances[sample][unit] = ROUNDINGS
                        * shown.epsilon()
                        * (sums.bound(i) + Math.abs(logit) + Math.abs(shown.at(i)) / Math.max(slope, 1e-6));
                mean += all[sample][unit] / units;
            }
            for (int unit = 0; unit < units; unit++) {
                // Of a softmax the deltas of a sample sum to 0: the biases' mean stays what it was, which is not known.
                all[sample][unit] -= activation.isSoftmax() ? mean : 0;
                if (Double.isFinite(all[sample][unit])) {
                    row[unit] += all[sample][unit];
                    counts[unit]++;
                }
            }
        }
        for (int unit = 0; unit < units; unit++) {
            if (counts[unit] == 0 && !some) {
                return null;
            }
            row[unit] = counts[unit] == 0 ? 0 : row[unit] / counts[unit];
        }
        roundToZero(row, tolerances);
        for (int sample = 0; sample < all.length; sample++) {
            for (int unit = 0; unit < units; unit++) {
                double apart = Math.abs(all[sample][unit] - row[unit]);
                if (apart > tolerances[sample][unit]) {
                    return null;
                }
                compared += Double.isFinite(apart) && counts[unit] > 1 ? 1 : 0;
            }
        }
        return compared < 2 * FEWEST_SAMPLES ? null : Matrix.of(1, units, row, shown.epsilon());
    }

    /** What rounding alone may have left is nothing. */
    private static void roundToZero(double[] row, double[][] tolerances) {
        for (int unit = 0; unit < row.length; unit++) {
            for (double[] tolerance : tolerances) {
                row[unit] = Math.abs(row[unit]) <= tolerance[unit] ? 0 : row[unit];
            }
        }
    }
}
