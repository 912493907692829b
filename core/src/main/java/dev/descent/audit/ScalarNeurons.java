package dev.descent.audit;

import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Programs of single numbers ({@code w1 * i1 + w2 * i2 + b1}), as first explanations of backpropagation write them: the same trace with
 * the numbers of each layer as one array, named after all of them. Which number multiplies which is found by numbers, what else
 * belongs together (targets, deltas) by names that differ in a number only.
 */
final class ScalarNeurons {
    private static final int FEWEST_ITERATIONS = 4;
    private static final int MOST_SCALARS = 60;
    private static final int MOST_INPUTS = 3;
    private static final double SAME = 1e-9;
    private static final Pattern NUMBER = Pattern.compile("^(.*?)(\\d+)(\\D*)$");

    private final Trace trace;
    private final int iterations;

    /** Every number that all iterations have, by name; elements of short vectors too. */
    private final Map<String, double[]> numbers = new LinkedHashMap<>();

    private final Set<String> elements = new LinkedHashSet<>();
    private final List<Layer> layers = new ArrayList<>();

    /** A neuron: its sum, its activation, the weights of its inputs in their order, and its bias. */
    private record Neuron(
            String sum,
            String activation,
            List<String> weights,
            @Nullable String bias) {}

    private record Layer(List<String> inputs, List<Neuron> neurons, int lag) {
        boolean sharesBias() {
            return neurons.size() > 1
                    && neurons.getFirst().bias() != null
                    && neurons.stream().map(Neuron::bias).distinct().count() == 1;
        }
    }

    private ScalarNeurons(Trace trace) {
        this.trace = trace;
        this.iterations = trace.iterations().size();
        trace.iterations().getFirst().forEach((name, first) -> {
            int size = first.size();
            if (size == 0 || size > 2 * MOST_INPUTS || first.rank() > 1) {
                return;
            }
            for (int i = 0; i < size; i++) {
                double[] series = series(name, size, i);
                if (series != null) {
                    String element = first.rank() == 0 ? name : name + "[" + i + "]";
                    numbers.put(element, series);
                    if (first.rank() > 0) {
                        elements.add(element);
                    }
                }
            }
        });
    }

    private double @Nullable [] series(String name, int size, int index) {
        double[] series = new double[iterations];
        for (int t = 0; t < iterations; t++) {
            NdArray array = trace.iterations().get(t).get(name);
            if (array == null || array.size() != size) {
                return null;
            }
            series[t] = array.toDoubles()[index];
        }
        return series;
    }

    /** What was found. */
    record Joined(Trace trace, Set<String> sharedBiases) {}

    /** Empty where there are no such neurons. */
    static Optional<Joined> of(Trace trace) {
        if (trace.iterations().size() < FEWEST_ITERATIONS) {
            return Optional.empty();
        }
        ScalarNeurons neurons = new ScalarNeurons(trace);
        if (neurons.numbers.size() > MOST_SCALARS || neurons.numbers.size() < 2 * MOST_INPUTS) {
            return Optional.empty();
        }
        neurons.find();
        return neurons.layers.isEmpty() ? Optional.empty() : Optional.of(neurons.joined());
    }

    // ---------------------------------------------------------------- neurons

    private void find() {
        Map<String, String> activations = activations();
        for (List<String> group : groups()) {
            for (int lag = 1; lag >= 0 && layers.isEmpty(); lag--) {
                List<String> inputs = group;
                Layer layer = layer(inputs, activations, lag);
                while (layer != null) {
                    layers.add(layer);
                    inputs = layer.neurons().stream().map(Neuron::activation).toList();
                    layer = inputs.size() > MOST_INPUTS ? null : layer(inputs, activations, lag);
                }
            }
        }
    }

    /** Sums and what is their sigmoid, tanh or ReLU in every iteration. */
    private Map<String, String> activations() {
        List<DoubleUnaryOperator> functions = List.of(z -> 1 / (1 + Math.exp(-z)), Math::tanh, z -> Math.max(z, 0));
        Map<String, String> found = new LinkedHashMap<>();
        numbers.forEach((sum, z) -> {
            if (isConstant(z)) {
                return;
            }
            for (DoubleUnaryOperator function : functions) {
                for (Map.Entry<String, double[]> other : numbers.entrySet()) {
                    double[] a = other.getValue();
                    boolean holds = !other.getKey().equals(sum) && !Arrays.equals(a, z);
                    for (int t = 0; t < iterations && holds; t++) {
                        holds = near(a[t], function.applyAsDouble(z[t]), 0);
                    }
                    if (holds) {
                        found.putIfAbsent(sum, other.getKey());
                    }
                }
            }
        });
        return found;
    }

    /** What may be inputs together: the elements of a vector, numbers named alike. */
    private List<List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String name : numbers.keySet()) {
            groups.computeIfAbsent(family(name), _ -> new ArrayList<>()).add(name);
        }
        return groups.values().stream()
                .filter(group -> group.size() > 1 && group.size() <= MOST_INPUTS)
                .toList();
    }

    /** The name with its last number left open. */
    private static String family(String name) {
        Matcher matcher = NUMBER.matcher(name);
        return matcher.matches() ? matcher.group(1) + "#" + matcher.group(3) : name;
    }

    private @Nullable Layer layer(List<String> inputs, Map<String, String> activations, int lag) {
        List<Neuron> neurons = new ArrayList<>();
        activations.forEach((sum, activation) -> {
            if (!inputs.contains(activation) && !inputs.contains(sum) && !isUsed(sum)) {
                Neuron neuron = neuron(sum, activation, inputs, lag);
                if (neuron != null) {
                    neurons.add(neuron);
                }
            }
        });
        return neurons.isEmpty() ? null : new Layer(inputs, List.copyOf(neurons), lag);
    }

    private boolean isUsed(String sum) {
        return layers.stream()
                .flatMap(layer -> layer.neurons().stream())
                .anyMatch(neuron -> neuron.sum().equals(sum));
    }

    private @Nullable Neuron neuron(String sum, String activation, List<String> inputs, int lag) {
        double[] left = numbers.get(sum);
        List<String> candidates = numbers.entrySet().stream()
                .filter(entry -> !isConstant(entry.getValue())
                        && !elements.contains(entry.getKey())
                        && !entry.getKey().equals(sum)
                        && !entry.getKey().equals(activation))
                .map(Map.Entry::getKey)
                .toList();
        return left == null ? null : weights(sum, activation, inputs, lag, left, candidates, List.of());
    }

    private @Nullable Neuron weights(
            String sum,
            String activation,
            List<String> inputs,
            int lag,
            double[] left,
            List<String> candidates,
            List<String> chosen) {
        if (chosen.size() == inputs.size()) {
            for (String bias : candidates) {
                double[] shift = numbers.get(bias);
                if (shift != null && !chosen.contains(bias) && leaves(left, shift, lag)) {
                    return new Neuron(sum, activation, chosen, bias);
                }
            }
            return leaves(left, null, lag) ? new Neuron(sum, activation, chosen, null) : null;
        }
        double[] input = numbers.get(inputs.get(chosen.size()));
        for (String weight : candidates) {
            double[] values = numbers.get(weight);
            if (input == null || values == null || chosen.contains(weight)) {
                continue;
            }
            double[] rest = left.clone();
            for (int t = lag; t < iterations; t++) {
                rest[t] -= values[t - lag] * input[t];
            }
            List<String> more = new ArrayList<>(chosen);
            more.add(weight);
            Neuron found = weights(sum, activation, inputs, lag, rest, candidates, List.copyOf(more));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean leaves(double[] left, double @Nullable [] bias, int lag) {
        for (int t = lag; t < iterations; t++) {
            if (!near(left[t], bias == null ? 0 : bias[t - lag], 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean near(double one, double other, double least) {
        return Math.abs(one - other) <= SAME * Math.max(least, Math.abs(other));
    }

    private static boolean isConstant(double[] series) {
        return Arrays.stream(series).allMatch(value -> value == series[0]);
    }

    // ---------------------------------------------------------------- arrays

    private Joined joined() {
        Map<List<String>, Integer> arrays = new LinkedHashMap<>();
        Set<String> shared = new LinkedHashSet<>();
        Set<Integer> widths = new LinkedHashSet<>();
        for (Layer layer : layers) {
            List<Neuron> neurons = layer.neurons();
            widths.add(neurons.size());
            if (layer.inputs().stream().noneMatch(elements::contains)) {
                arrays.putIfAbsent(layer.inputs(), 1);
            }
            arrays.put(
                    neurons.stream()
                            .flatMap(neuron -> neuron.weights().stream())
                            .toList(),
                    neurons.size());
            arrays.put(neurons.stream().map(Neuron::sum).toList(), 1);
            arrays.put(neurons.stream().map(Neuron::activation).toList(), 1);
            List<String> biases = new ArrayList<>();
            for (Neuron neuron : neurons) {
                String bias = neuron.bias();
                if (bias != null) {
                    biases.add(bias);
                }
            }
            if (biases.size() == neurons.size()) {
                arrays.put(biases, 1);
                if (layer.sharesBias()) {
                    shared.add(name(biases));
                }
            }
        }
        Set<String> taken = new LinkedHashSet<>();
        arrays.keySet().forEach(taken::addAll);
        Map<String, Map<Integer, String>> families = new LinkedHashMap<>();
        for (String name : numbers.keySet()) {
            Matcher matcher = NUMBER.matcher(name);
            if (!taken.contains(name) && !elements.contains(name) && matcher.matches()) {
                int number = Integer.parseInt(matcher.group(2));
                families.computeIfAbsent(family(name), _ -> new TreeMap<>()).put(number, name);
            }
        }
        families.values().stream()
                .filter(family -> family.size() > 1 && widths.contains(family.size()))
                .forEach(family -> arrays.put(List.copyOf(family.values()), 1));
        List<Map<String, NdArray>> joined = new ArrayList<>();
        for (int t = 0; t < iterations; t++) {
            Map<String, NdArray> rest = new LinkedHashMap<>(trace.iterations().get(t));
            Map<String, NdArray> all = new LinkedHashMap<>();
            int iteration = t;
            // What the network is made of goes first: among so many single numbers a search loses its way.
            String vector = layers.getFirst().inputs().getFirst().replaceAll("\\[\\d+]$", "");
            NdArray inputs = rest.remove(vector);
            if (inputs != null) {
                all.put(vector, inputs);
            }
            arrays.forEach((names, rows) -> {
                double[] values = names.stream()
                        .mapToDouble(name -> numbers.getOrDefault(name, new double[iterations])[iteration])
                        .toArray();
                names.forEach(rest::remove);
                all.put(name(names), NdArray.of(values, rows, Math.floorDiv(values.length, rows)));
            });
            rest.forEach((name, array) -> {
                if (array.size() == 1) {
                    all.put(name, array);
                }
            });
            joined.add(all);
        }
        return new Joined(new Trace(trace.name(), joined, trace.notes()), shared);
    }

    private static String name(List<String> names) {
        return String.join(", ", new LinkedHashSet<>(names));
    }
}
