package dev.descent.train;

import dev.descent.kernel.Workers;
import dev.descent.network.Parameter;
import java.util.List;

/** Neighbouring parameters that the optimizer treats alike, so that it runs over few long ranges. */
final class ParameterRanges {
    /** Elements of a cache line, so that no two threads write to one. */
    private static final int GRAIN = 16;

    private final int[] from;
    private final int[] to;
    private final double[] decay;
    private int count;

    private ParameterRanges(int most) {
        from = new int[most];
        to = new int[most];
        decay = new double[most];
    }

    static ParameterRanges of(List<Parameter> parameters, double weightDecay) {
        ParameterRanges ranges = new ParameterRanges(parameters.size());
        for (Parameter parameter : parameters) {
            ranges.add(parameter.offset(), parameter.end(), parameter.decays() ? weightDecay : 0);
        }
        return ranges;
    }

    private void add(int start, int end, double weightDecay) {
        if (count > 0 && to[count - 1] == start && decay[count - 1] == weightDecay) {
            to[count - 1] = end;
            return;
        }
        from[count] = start;
        to[count] = end;
        decay[count] = weightDecay;
        count++;
    }

    void update(
            Optimizer optimizer, float[] values, float[] gradients, float[][] state, double learningRate, long step) {
        Workers workers = Workers.shared();
        for (int range = 0; range < count; range++) {
            int first = from[range];
            int length = to[range] - first;
            double pull = decay[range];
            // Element by element, so any split gives the same bits.
            if (workers.isWorthSharing((long) length * (2 + optimizer.stateArrays()))) {
                workers.share(
                        length,
                        GRAIN,
                        (start, end) -> optimizer.update(
                                values, gradients, state, first + start, first + end, learningRate, pull, step));
            } else {
                optimizer.update(values, gradients, state, first, to[range], learningRate, pull, step);
            }
        }
    }

    void update(
            Optimizer optimizer,
            double[] values,
            double[] gradients,
            double[][] state,
            double learningRate,
            long step) {
        for (int range = 0; range < count; range++) {
            optimizer.update(values, gradients, state, from[range], to[range], learningRate, decay[range], step);
        }
    }
}
