package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Update.Adaptive;
import dev.descent.audit.recover.Update.Adaptive.Correction;
import dev.descent.audit.recover.Update.Adaptive.Divisor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The ways in which programs use moments: the published rules, and the usual slips. */
final class AdaptiveWays {
    /** Of a slip only the commonest: where a large one is most of the divisor, anything is a slip of Adam. */
    private static final double[] EPSILONS_OF_SLIPS = {1e-8, 1e-7};

    private static final double[] EPSILONS = {1e-8, 1e-7, 1e-6, 1e-10, 1e-5, 1e-4, 1e-3, 1e-12, 0};

    /** Elements that must hold: the formula treats each alike. */
    static final int MANY = 500;

    private AdaptiveWays() {}

    /**
     * Every way to use moments, with a factor of 1 and the usual epsilons; the published ways first. Where gradients are sums and the
     * program's were means, all is larger by the number of samples, and so is the epsilon.
     */
    static List<Adaptive> of(double beta1, double beta2, Predicate<Divisor> wanted, int samples) {
        // Without moments in the dump a mean alone is a momentum like others.
        return ways(beta1, beta2, wanted.and(divisor -> divisor != Divisor.NOTHING), samples, EPSILONS_OF_SLIPS);
    }

    /** Of moments that the dump shows: what follows from these is no chance, whatever the epsilon. */
    static List<Adaptive> ofShown(double beta1, double beta2, Predicate<Divisor> wanted) {
        return ways(beta1, beta2, wanted, 1, EPSILONS);
    }

    private static List<Adaptive> ways(
            double beta1, double beta2, Predicate<Divisor> wanted, int samples, double[] epsilonsOfSlips) {
        List<Adaptive> ways = new ArrayList<>();
        for (Divisor divisor : Divisor.values()) {
            if (wanted.test(divisor)) {
                for (Correction correction : corrections(beta1, beta2)) {
                    Adaptive plain = new Adaptive(1, beta1, beta2, 0, correction, divisor);
                    ways.addAll(ways(plain, samples, plain.isRight() ? EPSILONS : epsilonsOfSlips));
                }
            }
        }
        List<Adaptive> rightFirst =
                new ArrayList<>(ways.stream().filter(Adaptive::isRight).toList());
        ways.stream().filter(way -> !way.isRight()).forEach(rightFirst::add);
        return rightFirst;
    }

    private static List<Adaptive> ways(Adaptive way, int samples, double[] epsilons) {
        List<Adaptive> ways = new ArrayList<>();
        for (double growth : samples > 1 ? new double[] {1, way.divisor().growth(samples)} : new double[] {1}) {
            for (double epsilon : way.divisor() == Divisor.NOTHING ? new double[] {0} : epsilons) {
                ways.add(new Adaptive(1, way.beta1(), way.beta2(), epsilon * growth, way.correction(), way.divisor()));
            }
        }
        return ways;
    }

    /** Those that differ: without a mean, or with sums for means of squares, there is one decay only. */
    private static List<Correction> corrections(double beta1, double beta2) {
        return Arrays.stream(Correction.values())
                .filter(one -> (beta1 > 0 && beta2 < 1)
                        || (one != Correction.BOTH_BY_FIRST && one != Correction.BOTH_BY_SECOND))
                .toList();
    }

    static Adaptive times(Adaptive unit, double factor) {
        return new Adaptive(factor, unit.beta1(), unit.beta2(), unit.epsilon(), unit.correction(), unit.divisor());
    }

    static Predicate<Divisor> divisors(boolean squared, boolean meanOfSquares) {
        return divisor -> divisor != Divisor.ROOT_OF_SQUARED_MEAN
                && divisor.isOfSquares() == squared
                && (divisor == Divisor.ROOT_OF_MEAN_UNDER_SQUARES) == meanOfSquares;
    }

    static Matrix finite(Matrix ratio) {
        return ratio.isFinite() ? ratio : ratio.mapExactly(value -> Double.isFinite(value) ? value : 0);
    }

    static int[] spread(Matrix matrix) {
        return ForwardCheck.spread(matrix.size(), MANY);
    }

    /** Some elements as one column. */
    static Matrix some(Matrix matrix, int[] chosen) {
        double[] values = new double[chosen.length];
        double[] bounds = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            values[i] = matrix.at(chosen[i]);
            bounds[i] = matrix.bound(chosen[i]);
        }
        return Matrix.of(chosen.length, 1, values, bounds, matrix.epsilon());
    }
}
