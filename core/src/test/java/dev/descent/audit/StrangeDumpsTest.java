package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.audit.recover.Mishaps;
import dev.descent.data.NdArray;
import dev.descent.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps that hold what no program of layers needs, or arrays that do not fit together: a report all the same. */
class StrangeDumpsTest {
    /** Lists that grow have in some iteration the length of a bias, and in the next no more. */
    @Test
    void aListOfLossesThatGrowsIsNoArrayOfTheStep() {
        List<Map<String, NdArray>> iterations = new ArrayList<>(regression(5));
        for (int t = 0; t < iterations.size(); t++) {
            double[] history = new double[t + 1];
            Arrays.setAll(history, i -> 1.0 / (i + 2));
            iterations.get(t).put("history", NdArray.of(history, t + 1));
        }
        Audit audit = Audit.of(Trace.of("grows", iterations));
        assertThat(audit.isUnderstood()).isTrue();
        assertThat(audit.report().findings()).isEmpty();
        assertThat(audit.report().unidentified()).isEmpty();
    }

    /** Four decimals do not tell one formula from another: that is what the user needs to know. */
    @Test
    void roundedNumbersAreNamedAsWhatIsLacking() {
        List<Map<String, NdArray>> rounded = new ArrayList<>();
        for (Map<String, NdArray> arrays : regression(3)) {
            Map<String, NdArray> few = new LinkedHashMap<>();
            arrays.forEach((name, array) -> few.put(
                    name,
                    NdArray.of(
                            Arrays.stream(array.toDoubles())
                                    .map(value -> Math.rint(value * 1e4) / 1e4)
                                    .toArray(),
                            array.shape())));
            rounded.add(few);
        }
        Audit audit = Audit.of(Trace.of("rounded", rounded));
        assertThat(audit.isUnderstood()).isFalse();
        assertThat(audit.report().findings()).isEmpty();
        assertThat(audit.report().unidentified()).anyMatch(sentence -> sentence.contains("rounded to five digits"));
    }

    /** Text holds numbers of single precision as doubles. */
    @Test
    void singlePrecisionIsToldByTheNumbers() {
        List<Map<String, NdArray>> floats = new ArrayList<>();
        for (Map<String, NdArray> arrays : regression(4)) {
            Map<String, NdArray> as = new LinkedHashMap<>();
            arrays.forEach((name, array) -> {
                float[] values = array.toFloats();
                as.put(
                        name,
                        NdArray.of(
                                java.util.stream.IntStream.range(0, values.length)
                                        .mapToDouble(i -> values[i])
                                        .toArray(),
                                array.shape()));
            });
            floats.add(as);
        }
        Audit audit = Audit.of(Trace.of("floats", floats));
        assertThat(audit.isUnderstood()).isTrue();
        assertThat(audit.report().findings()).isEmpty();
    }

    /** The last batch is shorter, a name is used again for something else, an array is there only now and then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void arraysThatChangeTheirShapesMakeNoSearchFail(long seed) {
        Random random = new Random(seed);
        int[] lengths = {1, 2, 3, 3, 4, 8};
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Map<String, NdArray> arrays =
                    new LinkedHashMap<>(t % 2 == 0 ? regression(1).getFirst() : Map.of());
            for (int i = 0; i < 8; i++) {
                int rows = lengths[random.nextInt(lengths.length)];
                int columns = lengths[random.nextInt(lengths.length)];
                double[] values = random.doubles(rows * columns, -1, 1).toArray();
                if (random.nextInt(6) > 0) {
                    arrays.put(
                            "a" + i,
                            random.nextInt(3) == 0
                                    ? NdArray.of(values, rows * columns)
                                    : NdArray.of(values, rows, columns));
                }
            }
            iterations.add(arrays);
        }
        Report report = Audit.of(Trace.of("random", iterations)).report();
        assertThat(report.unidentified()).noneMatch(Mishaps::isOne);
    }

    /** As the best-known explanation of backpropagation writes it (Mazur 2015), which holds the new weights when it sends the error back. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProgramOfSingleNumbersIsUnderstood(boolean late) {
        double[] w = {0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55};
        double[] b = {0.35, 0.60};
        double[] input = {0.05, 0.10};
        double[] target = {0.01, 0.99};
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            double[] net = new double[4];
            double[] out = new double[4];
            double[] delta = new double[4];
            for (int i = 0; i < 4; i++) {
                net[i] = i < 2
                        ? w[2 * i] * input[0] + w[2 * i + 1] * input[1] + b[0]
                        : w[2 * i] * out[0] + w[2 * i + 1] * out[1] + b[1];
                out[i] = 1 / (1 + Math.exp(-net[i]));
            }
            double[] before = w.clone();
            for (int i = 2; i < 4; i++) {
                delta[i] = -(target[i - 2] - out[i]) * out[i] * (1 - out[i]);
                w[2 * i] -= 0.5 * delta[i] * out[0];
                w[2 * i + 1] -= 0.5 * delta[i] * out[1];
            }
            double[] through = late ? w : before;
            Map<String, NdArray> arrays = new LinkedHashMap<>();
            for (int i = 0; i < 2; i++) {
                double back = delta[2] * through[4 + i] + delta[3] * through[6 + i];
                arrays.put("dE_dout_h" + (i + 1), NdArray.of(new double[] {back}));
                delta[i] = back * out[i] * (1 - out[i]);
            }
            for (int i = 0; i < 2; i++) {
                w[2 * i] -= 0.5 * delta[i] * input[0];
                w[2 * i + 1] -= 0.5 * delta[i] * input[1];
            }
            b[0] -= 0.5 * (delta[0] + delta[1]);
            b[1] -= 0.5 * (delta[2] + delta[3]);
            put(arrays, "i", input);
            put(arrays, "target_o", target);
            put(arrays, "w", w);
            put(arrays, "b", b);
            put(arrays, "net", net);
            put(arrays, "out", out);
            put(arrays, "delta_h", delta[0], delta[1]);
            put(arrays, "delta_o", delta[2], delta[3]);
            iterations.add(arrays);
        }
        Audit audit = Audit.of(Trace.of("numbers", iterations));
        assertThat(audit.isUnderstood()).isTrue();
        assertThat(audit.report().findings().stream()
                        .map(finding -> finding.fault().code())
                        .toList())
                .isEqualTo(late ? List.of("backprop-wrong-weights") : List.of());
        assertThat(audit.report().findings())
                .allMatch(finding -> finding.place().startsWith("dE_dout_h1"));
    }

    private static void put(Map<String, NdArray> arrays, String name, double... values) {
        for (int i = 0; i < values.length; i++) {
            arrays.put(name + (i + 1), NdArray.of(new double[] {values[i]}));
        }
    }

    @Test
    void aFaultOfTheAuditIsASentenceAndTakesNothingElseAway() {
        Mishaps mishaps = new Mishaps();
        int given = mishaps.<Integer>orElse("the check X", 7, () -> {
            throw new IllegalStateException("no");
        });
        assertThat(given).isEqualTo(7);
        assertThat(mishaps.sentences()).hasSize(1).allMatch(Mishaps::isOne);
        assertThat(mishaps.sentences().getFirst()).contains("the check X", "IllegalStateException");
    }

    /** A linear regression with two outputs by full batches, its arrays as a program names them. */
    private static List<Map<String, NdArray>> regression(int steps) {
        Random random = new Random(3);
        int samples = 12;
        double[] x = random.doubles(samples * 3, -1, 1).toArray();
        double[] y = random.doubles(samples * 2, -1, 1).toArray();
        double[] w = random.doubles(6, -1, 1).toArray();
        double[] b = random.doubles(2, -1, 1).toArray();
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            double[] output = new double[samples * 2];
            double[] error = new double[samples * 2];
            double[] dw = new double[6];
            double[] db = new double[2];
            for (int i = 0; i < samples; i++) {
                for (int unit = 0; unit < 2; unit++) {
                    double sum = b[unit];
                    for (int k = 0; k < 3; k++) {
                        sum += x[i * 3 + k] * w[k * 2 + unit];
                    }
                    output[i * 2 + unit] = sum;
                    error[i * 2 + unit] = sum - y[i * 2 + unit];
                    db[unit] += error[i * 2 + unit];
                    for (int k = 0; k < 3; k++) {
                        dw[k * 2 + unit] += x[i * 3 + k] * error[i * 2 + unit];
                    }
                }
            }
            w = w.clone();
            b = b.clone();
            for (int k = 0; k < 6; k++) {
                w[k] -= 0.02 * dw[k];
            }
            for (int unit = 0; unit < 2; unit++) {
                b[unit] -= 0.02 * db[unit];
            }
            Map<String, NdArray> arrays = new LinkedHashMap<>();
            arrays.put("X", NdArray.of(x, samples, 3));
            arrays.put("Y", NdArray.of(y, samples, 2));
            arrays.put("W", NdArray.of(w, 3, 2));
            arrays.put("b", NdArray.of(b, 2));
            arrays.put("out", NdArray.of(output, samples, 2));
            arrays.put("err", NdArray.of(error, samples, 2));
            arrays.put("dW", NdArray.of(dw, 3, 2));
            arrays.put("db", NdArray.of(db, 2));
            iterations.add(arrays);
        }
        return iterations;
    }
}
