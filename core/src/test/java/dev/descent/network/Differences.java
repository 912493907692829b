package dev.descent.network;

import java.util.Arrays;
import java.util.Random;

/** Gradients by central differences in double. */
final class Differences {
    private Differences() {}

    /**
     * Worst relative error of the reference's gradient over some values of all parameters, |a − n| / max(|a|, |n|), gradients below
     * 1e-4 of the largest measured by that. A parameter whose quotients of two distances disagree lies near a kink and is
     * left out.
     */
    static double worstError(ReferenceNetwork network, double[] values, double[] inputs, double[] targets) {
        double[] gradient = network.gradient(values, inputs, targets);
        double worst = 0;
        int compared = 0;
        double floor = 1e-4
                * Math.max(1e-3, Arrays.stream(gradient).map(Math::abs).max().orElse(0));
        int[] some = some(network);
        for (int i : some) {
            double coarse = extrapolated(network, values, inputs, targets, i, 4e-4);
            double numeric = extrapolated(network, values, inputs, targets, i, 2e-4);
            if (Math.abs(coarse - numeric) > 1e-6 * Math.max(floor, Math.abs(numeric))) {
                continue;
            }
            compared++;
            double size = Math.max(floor, Math.max(Math.abs(numeric), Math.abs(gradient[i])));
            worst = Math.max(worst, Math.abs(numeric - gradient[i]) / size);
        }
        if (compared < 0.6 * some.length) {
            throw new AssertionError("only %d of %d values are smooth".formatted(compared, some.length));
        }
        return worst;
    }

    /** Up to 12 values of every parameter. */
    private static int[] some(ReferenceNetwork network) {
        return network.layout().parameters().stream()
                .flatMapToInt(parameter -> new Random(parameter.size())
                        .ints(parameter.offset(), parameter.end())
                        .distinct()
                        .limit(Math.min(12, parameter.size())))
                .toArray();
    }

    /** Richardson's extrapolation from two distances: its error falls with the fourth power. */
    private static double extrapolated(
            ReferenceNetwork network, double[] values, double[] inputs, double[] targets, int i, double distance) {
        double wide = quotient(network, values, inputs, targets, i, 2 * distance);
        double narrow = quotient(network, values, inputs, targets, i, distance);
        return (4 * narrow - wide) / 3;
    }

    private static double quotient(
            ReferenceNetwork network, double[] values, double[] inputs, double[] targets, int i, double distance) {
        double[] moved = values.clone();
        moved[i] = values[i] + distance;
        double ahead = network.loss(moved, inputs, targets);
        moved[i] = values[i] - distance;
        return (ahead - network.loss(moved, inputs, targets)) / (2 * distance);
    }
}
