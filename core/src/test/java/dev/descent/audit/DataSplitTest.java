package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Faults of the data beside the training set, and of its classes, in a softmax regression whose formulas are all right. */
class DataSplitTest {
    private static final int FEATURES = 6;
    private static final int TRAIN = 240;
    private static final int TEST = 60;

    private final Random random = new Random(7);

    /** Samples of two classes; those of the second are shifted. */
    private double[][] samples(int[] labels) {
        return samples(labels, 1.5);
    }

    private double[][] samples(int[] labels, double shift) {
        return Arrays.stream(labels)
                .mapToObj(label -> {
                    double[] row = random.doubles(FEATURES, -0.5, 0.5)
                            .map(value -> value + shift * label)
                            .toArray();
                    row[0] = 1;
                    return row;
                })
                .toArray(double[][]::new);
    }

    private int[] labels(int samples, double rare) {
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = i % Math.round(1 / rare) == 0 ? 1 : 0;
        }
        return labels;
    }

    private static NdArray matrix(double[][] rows) {
        return NdArray.of(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, rows[0].length);
    }

    private static double[][] scaled(double[][] rows, double factor) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).map(value -> factor * value).toArray())
                .toArray(double[][]::new);
    }

    private static NdArray vector(int[] labels) {
        return NdArray.of(Arrays.stream(labels).asDoubleStream().toArray(), labels.length);
    }

    /** Five full-batch steps; {@code more} adds what else the dump holds. */
    private static Report report(double[][] x, int[] labels, double rate, Consumer<Map<String, NdArray>> more) {
        int classes = 2;
        double[][] w = new double[FEATURES][classes];
        Random start = new Random(3);
        for (double[] row : w) {
            Arrays.setAll(row, _ -> 0.3 * start.nextGaussian());
        }
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int step = 0; step < 5; step++) {
            double[][] z = new double[x.length][classes];
            double[][] p = new double[x.length][classes];
            double[][] d = new double[x.length][classes];
            double[][] t = new double[x.length][classes];
            double[][] gradient = new double[FEATURES][classes];
            for (int i = 0; i < x.length; i++) {
                t[i][labels[i]] = 1;
                for (int k = 0; k < classes; k++) {
                    for (int j = 0; j < FEATURES; j++) {
                        z[i][k] += x[i][j] * w[j][k];
                    }
                }
                for (int k = 0; k < classes; k++) {
                    p[i][k] = Math.exp(z[i][k]) / (Math.exp(z[i][0]) + Math.exp(z[i][1]));
                    d[i][k] = (p[i][k] - t[i][k]) / x.length;
                    for (int j = 0; j < FEATURES; j++) {
                        gradient[j][k] += x[i][j] * d[i][k];
                    }
                }
            }
            for (int j = 0; j < FEATURES; j++) {
                for (int k = 0; k < classes; k++) {
                    w[j][k] -= rate * gradient[j][k];
                }
            }
            Map<String, NdArray> arrays = new LinkedHashMap<>();
            arrays.put("X", matrix(x));
            arrays.put("T", matrix(t));
            arrays.put("Z", matrix(z));
            arrays.put("P", matrix(p));
            arrays.put("D", matrix(d));
            arrays.put("dW", matrix(gradient));
            arrays.put("W", matrix(w));
            more.accept(arrays);
            iterations.add(arrays);
        }
        return Audit.of(Trace.of("split", iterations)).report();
    }

    private static List<String> codes(Report report) {
        return report.findings().stream().map(finding -> finding.fault().code()).toList();
    }

    /** A healthy training with a second set beside it, as it is after {@code factor}; the first samples of it stand in the training. */
    private Report withSecond(double factor, int shared, boolean hasTargets) {
        int[] labels = labels(TRAIN, 0.5);
        double[][] x = samples(labels);
        int[] others = labels(TEST, 0.5);
        double[][] test = samples(others);
        System.arraycopy(x, 0, test, 0, shared);
        NdArray second = matrix(scaled(test, factor));
        return report(x, labels, 0.5, arrays -> {
            arrays.put("X_test", second);
            if (hasTargets) {
                arrays.put("y_test", vector(others));
            }
        });
    }

    @Test
    void aTestSetThatWasNotScaledIsNamed() {
        Report report = withSecond(255, 0, true);
        assertThat(codes(report)).containsExactly("split-mismatch");
        assertThat(report.findings().getFirst().place()).isEqualTo("X_test");
        assertThat(report.findings().getFirst().certainty()).isEqualTo(Certainty.POSSIBLE);
        assertThat(report.findings().getFirst().says()).contains("larger");
    }

    @Test
    void aTestSetOfTheSameScaleIsNone() {
        assertThat(codes(withSecond(1, 0, true))).isEmpty();
        assertThat(codes(withSecond(2, 0, true))).isEmpty();
    }

    @Test
    void whatHasNoTargetsIsNoTestSet() {
        assertThat(codes(withSecond(255, 0, false))).isEmpty();
        assertThat(codes(withSecond(1, 30, false))).isEmpty();
    }

    @Test
    void theSamplesBeforeTheyWereScaledAreNoTestSet() {
        int[] labels = labels(TRAIN, 0.5);
        double[][] x = samples(labels);
        int[] first = Arrays.copyOf(labels, TEST);
        NdArray raw = matrix(scaled(Arrays.copyOf(x, TEST), 255));
        assertThat(codes(report(x, labels, 0.5, arrays -> {
                    arrays.put("X_raw", raw);
                    arrays.put("y_raw", vector(first));
                })))
                .isEmpty();
    }

    @Test
    void rawAndScaledTestInputsSideBySideAreWell() {
        int[] labels = labels(TRAIN, 0.5);
        double[][] x = samples(labels);
        int[] others = labels(TEST, 0.5);
        double[][] test = samples(others);
        assertThat(codes(report(x, labels, 0.5, arrays -> {
                    arrays.put("X_test_raw", matrix(scaled(test, 255)));
                    arrays.put("X_test", matrix(test));
                    arrays.put("y_test", vector(others));
                })))
                .isEmpty();
    }

    @Test
    void testSamplesInTheTrainingSetAreNamed() {
        Report report = withSecond(1, TEST / 2, true);
        assertThat(codes(report)).containsExactly("data-leak");
        assertThat(report.findings().getFirst().place()).isEqualTo("X_test");
        assertThat(report.findings().getFirst().says()).startsWith("50 %");
    }

    @Test
    void testSamplesThatAllStandInTheTrainingSetAreNamedToo() {
        assertThat(codes(withSecond(1, TEST, true))).containsExactly("data-leak");
    }

    @Test
    void aPartOfTheTrainingSetIsNoLeakAndNorIsWhatItWasTakenFrom() {
        int[] labels = labels(TRAIN, 0.5);
        double[][] x = samples(labels);
        assertThat(codes(report(x, labels, 0.5, arrays -> {
                    arrays.put("X_part", matrix(Arrays.copyOf(x, TEST)));
                    arrays.put("y_part", vector(Arrays.copyOf(labels, TEST)));
                })))
                .isEmpty();
        int[] all = labels(TRAIN + TEST, 0.5);
        double[][] whole = samples(all);
        assertThat(codes(report(Arrays.copyOf(whole, TRAIN), Arrays.copyOf(all, TRAIN), 0.5, arrays -> {
                    arrays.put("data", matrix(whole));
                    arrays.put("labels", vector(all));
                })))
                .isEmpty();
    }

    @Test
    void samplesOfFewValuesAreAlikeByChance() {
        int[] labels = labels(TRAIN, 0.5);
        double[][] x = samples(labels);
        int[] others = labels(TEST, 0.5);
        double[][] test = samples(others);
        for (double[][] rows : List.of(x, test)) {
            for (double[] row : rows) {
                Arrays.setAll(row, j -> Math.rint(row[j]));
            }
        }
        assertThat(codes(report(x, labels, 0.5, arrays -> {
                    arrays.put("X_test", matrix(test));
                    arrays.put("y_test", vector(others));
                })))
                .isEmpty();
    }

    @Test
    void aClassThatIsIgnoredForBeingRareIsNamed() {
        int[] labels = labels(400, 0.05);
        Report report = report(samples(labels, 0.1), labels, 2, _ -> {});
        assertThat(codes(report)).containsExactly("classes-imbalanced");
        assertThat(report.findings().getFirst().place()).isEqualTo("T");
    }

    @Test
    void aRareClassThatWillBeLearntIsWell() {
        int[] labels = labels(400, 0.05);
        assertThat(codes(report(samples(labels, 4), labels, 0.5, _ -> {}))).isEmpty();
        assertThat(codes(report(samples(labels, 1.5), labels, 0.5, _ -> {}))).isEmpty();
    }

    @Test
    void aRareClassThatTheInputsDoNotTellIsNotIgnored() {
        int[] labels = labels(2000, 0.05);
        assertThat(codes(report(samples(labels, 0), labels, 2, _ -> {}))).isEmpty();
    }
}
