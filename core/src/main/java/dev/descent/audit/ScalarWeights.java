package dev.descent.audit;

import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Programs whose weights are single numbers under names of their own ({@code y_pred = m * x + c}), as first linear and logistic
 * regressions are written: which number multiplies which feature is found by least squares over the samples.
 */
final class ScalarWeights {
    private static final double SAME = 1e-7;

    /** A number that multiplies a feature. */
    record Weight(String name, Feature feature) {}

    /** What goes into the sum: an array of the dump or its power; the constant 1 for a bias. */
    record Feature(String name, double[] values) {
        boolean isBias() {
            return name.equals("1");
        }
    }

    /**
     * outputs = activation(Σ weight · feature).
     *
     * @param lag 1 where the numbers of an iteration are those after its update, 0 where they are those before it
     */
    record Model(String output, Nonlinearity activation, List<Weight> weights, int lag) {}

    private final Trace trace;
    private final ScalarSeries series;
    private final Model model;

    ScalarWeights(Trace trace, ScalarSeries series, Model model) {
        this.trace = trace;
        this.series = series;
        this.model = model;
    }

    Model model() {
        return model;
    }

    // ---------------------------------------------------------------- what it moves by

    ScalarSeries series() {
        return series;
    }

    /** Vectors that stay the same and multiply nothing, of which one may be the targets. */
    List<String> others() {
        Set<String> used = new HashSet<>();
        model.weights().forEach(weight -> used.add(weight.feature().name()));
        int samples = series.vector(model.output())[0].length;
        return series.vectors().entrySet().stream()
                .filter(vector -> !used.contains(vector.getKey())
                        && vector.getValue()[0].length == samples
                        && ScalarSeries.isConstant(vector.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How a weight changes in an iteration, NaN where that is not known. */
    double change(Weight weight, int iteration) {
        double[] values = series.number(weight.name());
        int after = iteration + 1 - model.lag();
        return after < 1 || after >= series.iterations() ? Double.NaN : values[after] - values[after - 1];
    }

    /** The number of the dump by which a weight moves, first one that is named after it; without any that is only named so; null for none. */
    @Nullable
    String gradient(Weight weight) {
        List<String> moving = series.numbers().entrySet().stream()
                .filter(number -> moves(weight, number.getKey(), number.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return Stream.of(
                        ScalarSeries.named(moving, weight.name()).stream(),
                        moving.stream(),
                        ScalarSeries.named(series.numbers().keySet(), weight.name()).stream())
                .flatMap(names -> names)
                .findFirst()
                .orElse(null);
    }

    private boolean moves(Weight weight, String number, double[] values) {
        double factor = Double.NaN;
        int seen = 0;
        for (int t = 0; t < series.iterations(); t++) {
            double change = change(weight, t);
            if (Double.isNaN(change) || number.equals(weight.name())) {
                continue;
            }
            if (change == 0 || values[t] == 0) {
                return false;
            }
            double here = change / values[t];
            if (!Double.isNaN(factor) && Math.abs(here - factor) > SAME * Math.abs(factor)) {
                return false;
            }
            factor = here;
            seen++;
        }
        return seen > 1;
    }

    // ---------------------------------------------------------------- as matrices

    /** The same trace with the weights as one vector, their features as one matrix, and their gradients as one vector where all are there. */
    Trace joined() {
        List<Weight> weights = model.weights();
        List<String> names = weights.stream().map(Weight::name).toList();
        List<String> gradients = new ArrayList<>();
        for (Weight weight : weights) {
            String gradient = gradient(weight);
            if (gradient != null) {
                gradients.add(gradient);
            }
        }
        List<String> features = weights.stream()
                .map(Weight::feature)
                .filter(feature -> !feature.isBias())
                .map(Feature::name)
                .toList();
        double[] inputs = inputs(weights);
        int samples = Math.floorDiv(inputs.length, weights.size());
        boolean allGradients = new LinkedHashSet<>(gradients).size() == weights.size();
        List<Map<String, NdArray>> joined = new ArrayList<>();
        for (int t = 0; t < series.iterations(); t++) {
            Map<String, NdArray> rest = new LinkedHashMap<>(trace.iterations().get(t));
            names.forEach(rest::remove);
            features.forEach(rest::remove);
            gradients.forEach(rest::remove);
            Map<String, NdArray> all = new LinkedHashMap<>();
            all.put(String.join(", ", features), NdArray.of(inputs, samples, weights.size()));
            all.put(String.join(", ", names), vector(names, t));
            if (allGradients) {
                all.put(String.join(", ", gradients), vector(gradients, t));
            }
            all.putAll(rest);
            joined.add(all);
        }
        return new Trace(trace.name(), joined, trace.notes());
    }

    private static double[] inputs(List<Weight> weights) {
        int samples = weights.getFirst().feature().values().length;
        double[] inputs = new double[samples * weights.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = weights.get(i % weights.size()).feature().values()[Math.floorDiv(i, weights.size())];
        }
        return inputs;
    }

    private NdArray vector(List<String> names, int iteration) {
        return NdArray.of(
                names.stream()
                        .mapToDouble(name -> series.number(name)[iteration])
                        .toArray(),
                names.size());
    }
}
