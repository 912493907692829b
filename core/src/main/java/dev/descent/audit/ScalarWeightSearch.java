package dev.descent.audit;

import dev.descent.audit.ScalarWeights.Feature;
import dev.descent.audit.ScalarWeights.Model;
import dev.descent.audit.ScalarWeights.Weight;
import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds which single number multiplies which feature: by least squares over the samples. */
final class ScalarWeightSearch {
    private static final int FEWEST_ITERATIONS = 3;
    private static final int MOST_FEATURES = 8;
    private static final int MOST_POWER = 3;
    private static final double SAME = 1e-7;

    /** Of the numbers that move: a coefficient that is smaller is none. */
    private static final double NOTHING = 1e-9;

    /** So near to its bounds an output tells its sum no more. */
    private static final double SATURATED = 1e-6;

    /** What a sum is the inverse of goes before the sum. */
    private static final List<Nonlinearity> ACTIVATIONS =
            List.of(Nonlinearity.SIGMOID, Nonlinearity.TANH, Nonlinearity.IDENTITY);

    private final ScalarSeries series;

    private ScalarWeightSearch(ScalarSeries series) {
        this.series = series;
    }

    /** Empty where the dump has no outputs that single numbers make. */
    static Optional<ScalarWeights> of(Trace trace) {
        if (trace.iterations().size() < FEWEST_ITERATIONS
                || trace.iterations().getFirst().values().stream().anyMatch(array -> !array.isVector())) {
            return Optional.empty();
        }
        ScalarSeries series = ScalarSeries.of(trace);
        Model model = new ScalarWeightSearch(series).find();
        return model == null ? Optional.empty() : Optional.of(new ScalarWeights(trace, series, model));
    }

    private @Nullable Model find() {
        for (int power = 1; power <= MOST_POWER; power++) {
            for (Nonlinearity activation : ACTIVATIONS) {
                for (Map.Entry<String, double[][]> output : series.vectors().entrySet()) {
                    List<Feature> features = features(output.getValue()[0].length, power);
                    Model found = ScalarSeries.isConstant(output.getValue())
                                    || features.size() > MOST_FEATURES
                                    || Arrays.stream(output.getValue())
                                            .anyMatch(values -> !tellsItsSum(activation, values))
                            ? null
                            : model(output.getKey(), output.getValue(), activation, features);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static boolean tellsItsSum(Nonlinearity activation, double[] outputs) {
        return activation.isIdentity()
                || Arrays.stream(outputs)
                        .allMatch(output ->
                                output > activation.lowest() + SATURATED && output < activation.highest() - SATURATED);
    }

    /** What stays the same, to powers up to one, and the constant 1. */
    private List<Feature> features(int samples, int powers) {
        List<Feature> features = new ArrayList<>();
        series.vectors().forEach((name, values) -> {
            boolean isNew = values[0].length == samples
                    && ScalarSeries.isConstant(values)
                    && Arrays.stream(values[0]).distinct().count() > 1
                    && features.stream().noneMatch(other -> Arrays.equals(other.values(), values[0]));
            for (int power = 1; isNew && power <= powers; power++) {
                int to = power;
                features.add(new Feature(
                        power == 1 ? name : name + "**" + power,
                        Arrays.stream(values[0])
                                .map(value -> Math.pow(value, to))
                                .toArray()));
            }
        });
        features.add(
                new Feature("1", DoubleStream.generate(() -> 1).limit(samples).toArray()));
        return features;
    }

    private @Nullable Model model(String output, double[][] outputs, Nonlinearity activation, List<Feature> features) {
        List<Matrix> bases =
                features.stream().map(feature -> column(feature.values())).toList();
        double[][] coefficients = new double[features.size()][series.iterations()];
        for (int t = 0; t < series.iterations(); t++) {
            double[] sums = Arrays.stream(outputs[t]).map(activation::logit).toArray();
            Fit fit = Fit.combination(column(sums), bases);
            boolean isNothing = Arrays.stream(sums).allMatch(sum -> sum == 0);
            if (!isNothing && (!fit.matches() || fit.informative() <= features.size())) {
                return null;
            }
            for (int k = 0; k < coefficients.length; k++) {
                coefficients[k][t] = isNothing ? 0 : fit.scales()[k];
            }
        }
        for (int lag = 1; lag >= 0; lag--) {
            List<Weight> weights = weights(features, coefficients, lag);
            if (weights.stream().anyMatch(weight -> !weight.feature().isBias())) {
                return new Model(output, activation, weights, lag);
            }
        }
        return null;
    }

    /** Empty unless every coefficient is a number of the dump, or 0 throughout. */
    private List<Weight> weights(List<Feature> features, double[][] coefficients, int lag) {
        double largest = Arrays.stream(coefficients)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        List<Weight> weights = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int k = 0; k < coefficients.length; k++) {
            double[] own = coefficients[k];
            if (Arrays.stream(own).allMatch(value -> Math.abs(value) <= NOTHING * largest)) {
                if (features.get(k).isBias()) {
                    stillBias().ifPresent(name -> weights.add(new Weight(name, features.getLast())));
                }
                continue;
            }
            Optional<String> name = series.numbers().entrySet().stream()
                    .filter(number -> !taken.contains(number.getKey()))
                    .filter(number -> IntStream.range(lag, series.iterations())
                            .allMatch(t -> Math.abs(number.getValue()[t - lag] - own[t]) <= SAME * largest))
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (name.isEmpty()) {
                return List.of();
            }
            taken.add(name.get());
            weights.add(new Weight(name.get(), features.get(k)));
        }
        return weights;
    }

    /** A bias that stays at 0, though the dump has a gradient of it. */
    private Optional<String> stillBias() {
        return series.numbers().entrySet().stream()
                .filter(number -> Arrays.stream(number.getValue()).allMatch(value -> value == 0))
                .map(Map.Entry::getKey)
                .filter(name ->
                        !ScalarSeries.named(series.numbers().keySet(), name).isEmpty())
                .findFirst();
    }

    private static Matrix column(double[] values) {
        return Matrix.of(values.length, 1, values, Matrix.DOUBLE);
    }
}
