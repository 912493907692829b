package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The weighted sums that an activation gives away, and how far those of the weights in the dump are from them. */
final class SumsShown {
    /** Of sums and what they were made of. */
    private static final double ROUNDINGS = 1e5;

    private static final double ACTIVATION_ROUNDINGS = 16;

    /** Share of a change that may stay unexplained. */
    private static final double UNEXPLAINED = 0.01;

    private static final int ENOUGH = 8;

    /** How near 1 the outputs of a softmax sum up to. */
    private static final double SUM = 1e-4;

    /** Of the sums, what one update may change. */
    private static final double NEAR = 0.5;

    private final Ref output;
    private final Nonlinearity activation;
    private final Map<Integer, Optional<Matrix>> sums = new HashMap<>();

    SumsShown(Ref output, Nonlinearity activation) {
        this.output = output;
        this.activation = activation;
    }

    /** Numbers of an activation. */
    long size() {
        Matrix all = output.at(0);
        return all == null ? 0 : all.size();
    }

    int samples() {
        Matrix all = output.at(0);
        return all == null ? 0 : all.rows();
    }

    Nonlinearity activation() {
        return activation;
    }

    /** Whether enough of an iteration's sums are known: a ReLU tells those only of the units that fire. */
    boolean isKnown(int iteration) {
        Matrix known = sums(iteration);
        if (known == null) {
            return false;
        }
        if (activation.isSoftmax() && !sumsToOne(output.at(iteration))) {
            return false;
        }
        int finite = 0;
        for (double value : known.values()) {
            finite += Double.isFinite(value) ? 1 : 0;
        }
        return 2 * finite >= known.size() || finite >= ENOUGH;
    }

    private static boolean sumsToOne(@Nullable Matrix outputs) {
        return outputs != null
                && outputs.minimum() >= 0
                && Arrays.stream(outputs.sumOfColumns().values()).allMatch(sum -> Math.abs(sum - 1) < SUM);
    }

    /** Of some samples; NaN where the activation does not tell. Of a softmax the differences to the first unit. */
    private @Nullable Matrix sums(int iteration) {
        return sums.computeIfAbsent(iteration, t -> {
                    Matrix all = output.at(t);
                    if (all == null) {
                        return Optional.empty();
                    }
                    Matrix some = all.rows(ForwardCheck.spread(all.rows()));
                    return Optional.of(
                            activation.isSoftmax()
                                    ? relative(some.mapExactly(a -> a > 0 ? Math.log(a) : Double.NaN))
                                    : some.mapExactly(activation::logit));
                })
                .orElse(null);
    }

    private Matrix relative(Matrix matrix) {
        return activation.isSoftmax() ? matrix.minus(matrix.columns(0, 1)) : matrix;
    }

    /**
     * From the sums that the activations show to those of the weights in the dump.
     *
     * @param inputs of the samples that are looked at
     */
    final class Move {
        private final Matrix inputs;
        private final Matrix by;
        private final double tolerance;
        private final double[] rims;
        private final double most;

        /** @param most the largest of the sums */
        private Move(Matrix inputs, Matrix by, double most, double tolerance, double[] rims) {
            this.inputs = inputs;
            this.by = by;
            this.most = most;
            this.tolerance = tolerance;
            this.rims = rims;
        }

        Matrix inputs() {
            return inputs;
        }

        private double largest() {
            double largest = 0;
            for (double value : by.values()) {
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
            }
            return largest;
        }

        /** How many times a change of the sums it is, shown by 0 numbers where nothing moved; null where it is no multiple. */
        @Nullable
        Factor factor(Matrix change) {
            Matrix moved = relative(change);
            if (!moved.sameShape(by)) {
                return null;
            }
            double product = 0;
            double square = 0;
            for (int i = 0; i < by.size(); i++) {
                if (Double.isFinite(by.at(i))) {
                    product += by.at(i) * moved.at(i);
                    square += moved.at(i) * moved.at(i);
                }
            }
            double factor = square > 0 ? product / square : 0;
            double worst = 0;
            double largest = 0;
            int numbers = 0;
            for (int i = 0; i < by.size(); i++) {
                double expected = factor * moved.at(i);
                if (Double.isFinite(by.at(i))) {
                    worst = Math.max(worst, Math.abs(by.at(i) - expected) - rims[i]);
                    largest = Math.max(largest, Math.abs(expected));
                    numbers += Math.abs(expected) > tolerance ? 1 : 0;
                }
            }
            if (worst <= tolerance && numbers == 0) {
                return new Factor(factor, 0, Double.POSITIVE_INFINITY, 0);
            }
            return worst <= tolerance && worst <= UNEXPLAINED * largest
                    ? new Factor(factor, worst / largest, tolerance / Math.sqrt(square), numbers)
                    : null;
        }
    }

    /** One of each iteration. */
    List<@Nullable Move> moves(int iterations, Ref input, Ref weight, @Nullable Ref bias) {
        List<@Nullable Move> moves = new ArrayList<>();
        for (int t = 0; t < iterations; t++) {
            moves.add(move(t, input, weight, bias));
        }
        return moves;
    }

    /** Whether the weights of the dump give nearly these sums, as those of one update later do: others are far from them. */
    static boolean areNear(List<@Nullable Move> moves) {
        double moved = 0;
        double all = 0;
        for (Move move : moves) {
            moved += move == null ? 0 : move.largest();
            all += move == null ? 0 : move.most;
        }
        return all > 0 && moved <= NEAR * all;
    }

    /** How far rounding of the activations may have moved each sum: far where the activation is flat. */
    private double[] rims(Matrix known, @Nullable Matrix shown) {
        double[] rims = new double[known.size()];
        if (shown == null || activation.isSoftmax()) {
            return rims;
        }
        for (int i = 0; i < rims.length; i++) {
            double slope = Double.isFinite(known.at(i)) ? activation.slope(known.at(i)) : 0;
            rims[i] = slope > 0 ? ACTIVATION_ROUNDINGS * shown.epsilon() / slope : 0;
        }
        return rims;
    }

    /**
     * How many times a change.
     *
     * @param rest the largest share that it leaves unexplained
     * @param uncertain how far rounding may have moved it
     * @param numbers that show it
     */
    record Factor(double value, double rest, double uncertain, int numbers) {}

    /** Null where arrays are missing, or nothing has moved: then the dump's weights are those that made the activations. */
    private @Nullable Move move(int iteration, Ref input, Ref weight, @Nullable Ref bias) {
        Matrix known = sums(iteration);
        Matrix all = input.at(iteration);
        Matrix value = weight.at(iteration);
        Matrix shift = bias == null ? null : bias.at(iteration);
        if (known == null
                || all == null
                || value == null
                || (bias != null && shift == null)
                || all.columns() != value.rows()) {
            return null;
        }
        Matrix inputs = all.rows(ForwardCheck.spread(all.rows()));
        Matrix plain = inputs.times(value);
        Matrix after = shift == null ? plain : plain.plus(shift);
        if (after.rows() != known.rows() || after.columns() != known.columns()) {
            return null;
        }
        Matrix by = relative(after).minus(known);
        double most = 0;
        double bound = 1;
        for (int i = 0; i < by.size(); i++) {
            if (Double.isFinite(known.at(i))) {
                most = Math.max(most, Math.abs(known.at(i)));
                bound = Math.max(bound, Math.abs(known.at(i)) + after.bound(i));
            }
        }
        return new Move(inputs, by, most, ROUNDINGS * after.epsilon() * bound, rims(known, output.at(iteration)));
    }
}
