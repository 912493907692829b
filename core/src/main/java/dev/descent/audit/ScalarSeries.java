package dev.descent.audit;

import dev.descent.data.NdArray;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The numbers and vectors of a dump, iteration by iteration.
 *
 * @param vectors of several numbers, [iteration][sample]
 * @param numbers single ones, [iteration]
 */
record ScalarSeries(int iterations, Map<String, double[][]> vectors, Map<String, double[]> numbers) {
    private static final int FEWEST_SAMPLES = 8;

    /** What every iteration has in one shape. */
    static ScalarSeries of(Trace trace) {
        int iterations = trace.iterations().size();
        Map<String, double[][]> vectors = new LinkedHashMap<>();
        Map<String, double[]> numbers = new LinkedHashMap<>();
        trace.iterations().getFirst().forEach((name, first) -> {
            double[][] values = new double[iterations][];
            for (int t = 0; t < iterations; t++) {
                NdArray array = trace.iterations().get(t).get(name);
                if (array == null || array.size() != first.size()) {
                    return;
                }
                values[t] = array.toDoubles();
            }
            if (first.size() == 1) {
                numbers.put(
                        name,
                        Arrays.stream(values).mapToDouble(value -> value[0]).toArray());
            } else if (first.size() >= FEWEST_SAMPLES && first.isVector()) {
                vectors.put(name, values);
            }
        });
        return new ScalarSeries(iterations, vectors, numbers);
    }

    static boolean isConstant(double[][] values) {
        return Arrays.stream(values).allMatch(other -> Arrays.equals(other, values[0]));
    }

    double[][] vector(String name) {
        double[][] values = vectors.get(name);
        if (values == null) {
            throw new IllegalArgumentException("there is no vector " + name);
        }
        return values;
    }

    double[] number(String name) {
        double[] values = numbers.get(name);
        if (values == null) {
            throw new IllegalArgumentException("there is no number " + name);
        }
        return values;
    }

    /** Those that are called d or gradient of a name. */
    static List<String> named(Collection<String> names, String of) {
        Pattern pattern = Pattern.compile("(d|g|grad|gradient|.*_)_?" + Pattern.quote(of), Pattern.CASE_INSENSITIVE);
        return names.stream()
                .filter(name -> !name.equals(of) && pattern.matcher(name).matches())
                .toList();
    }
}
