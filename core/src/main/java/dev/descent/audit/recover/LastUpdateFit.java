package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.LastMovers.Layer;
import dev.descent.audit.recover.LastMovers.Mover;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mover with its factor of each iteration, NaN where that does not show.
 *
 * @param rest the largest share of a sum's change that it leaves unexplained
 */
record LastUpdateFit(Mover mover, double[] factors, double rest) {
    /** To what share factors of two iterations agree. */
    static final double SAME = 1e-6;

    /** Numbers that agree, more than factors were chosen. */
    private static final int FEWEST = 4;

    /** The same where one iteration alone shows them. */
    private static final int MANY = 12;

    /**
     * How many times its mover moved a layer's parameters; null where it did not, or too little shows it.
     *
     * @param moves of the layer's sums, one of each iteration
     */
    static @Nullable LastUpdateFit of(
            Effort effort, Layer layer, SumsShown shown, List<SumsShown.@Nullable Move> moves, Mover mover) {
        double[] factors = new double[moves.size()];
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
            if (move == null
                    || weight == null
                    || weight.rows() != move.inputs().columns()
                    || (layer.bias() != null && (bias == null || bias.columns() != weight.columns()))) {
                continue;
            }
            effort.add((long) move.inputs().rows() * weight.size());
            effort.compared(shown.size());
            effort.add(LastUpdateSearch.EACH);
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
        return shows ? new LastUpdateFit(mover, factors, rest) : null;
    }

    /** The layer's weight before each update; null where that is not known. */
    @Nullable
    Matrix[] weights(Layer layer) {
        return before(layer.weight(), mover.weight());
    }

    /** As {@link #weights}, of a layer with a bias. */
    @Nullable
    Matrix[] biases(Ref bias) {
        return before(bias, mover.bias());
    }

    private @Nullable Matrix[] before(Ref parameter, LastMovers.Source by) {
        @Nullable Matrix[] values = new @Nullable Matrix[factors.length];
        for (int t = 0; t < values.length; t++) {
            Matrix after = parameter.at(t);
            Matrix moved = Double.isNaN(factors[t]) ? null : by.at(t);
            values[t] = after == null || moved == null || !moved.sameShape(after)
                    ? null
                    : after.minus(moved.scaled(factors[t]));
        }
        return values;
    }
}
