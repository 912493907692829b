package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import dev.descent.data.NdArray;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A network of two layers as a person writes it, whose lines a test overrides one at a time. Healthy as it is. */
class HandNet {
    static final int STEPS = 5;

    final Random random = new Random(5);
    final Matrix x;
    final Matrix y;
    Matrix w1;
    Matrix b1;
    Matrix w2;
    Matrix b2;
    double rate = 0.5;

    HandNet(Matrix x, Matrix y, int hidden) {
        this.x = x;
        this.y = y;
        this.w1 = gaussian(x.columns(), hidden, 1 / Math.sqrt(x.columns()));
        this.b1 = Matrix.filled(1, hidden, 0);
        this.w2 = gaussian(hidden, y.columns(), 1 / Math.sqrt(hidden));
        this.b2 = Matrix.filled(1, y.columns(), 0);
    }

    Matrix gaussian(int rows, int columns, double spread) {
        double[] values = new double[rows * columns];
        Arrays.setAll(values, _ -> spread * random.nextGaussian());
        return Matrix.of(rows, columns, values, Matrix.DOUBLE);
    }

    /** Two classes, apart by {@code apart} in every one of the features. */
    static HandNet ofTwoClasses(int samples, int features, double apart) {
        Random random = new Random(11);
        double[] inputs = new double[samples * features];
        Arrays.setAll(inputs, i -> random.nextGaussian() + (Math.floorDiv(i, features) % 2) * apart);
        double[] targets = new double[samples];
        Arrays.setAll(targets, i -> i % 2);
        return new HandNet(
                Matrix.of(samples, features, inputs, Matrix.DOUBLE), Matrix.of(samples, 1, targets, Matrix.DOUBLE), 4);
    }

    static Matrix sigmoid(Matrix z) {
        return z.mapExactly(value -> 1 / (1 + Math.exp(-value)));
    }

    // ---------------------------------------------------------------- lines

    Matrix hidden(Matrix z) {
        return z.mapExactly(Math::tanh);
    }

    Matrix hiddenDerivative(Matrix a) {
        return a.mapExactly(value -> 1 - value * value);
    }

    Matrix output(Matrix z) {
        return sigmoid(z);
    }

    /** Cross-entropy's, over the number of samples. */
    Matrix outputDelta(Matrix a) {
        return a.minus(y).scaled(1.0 / x.rows());
    }

    Matrix weightGradient(int layer, Matrix input, Matrix delta) {
        return input.transposeTimes(delta);
    }

    Matrix biasGradient(int layer, Matrix delta) {
        return delta.sumOfRows();
    }

    Matrix updated(String name, Matrix parameter, Matrix gradient) {
        return parameter.minus(gradient.scaled(rate));
    }

    /** What else the program keeps. */
    void record(Map<String, NdArray> arrays, Matrix output) {}

    // ---------------------------------------------------------------- run

    Report report() {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < STEPS; t++) {
            iterations.add(step());
        }
        return Audit.of(Trace.of("hand", iterations)).report();
    }

    /** {@code code variable}, the first of each finding. */
    List<String> findings() {
        return report().findings().stream().map(HandNet::brief).toList();
    }

    static String brief(Finding finding) {
        return finding.fault().code() + " " + finding.place().split(", ", -1)[0];
    }

    private Map<String, NdArray> step() {
        Matrix a1 = hidden(x.times(w1).plus(b1));
        Matrix a2 = output(a1.times(w2).plus(b2));
        Matrix d2 = outputDelta(a2);
        Matrix d1 = d2.times(w2.transpose()).by(hiddenDerivative(a1));
        Matrix dw1 = weightGradient(1, x, d1);
        Matrix db1 = biasGradient(1, d1);
        Matrix dw2 = weightGradient(2, a1, d2);
        Matrix db2 = biasGradient(2, d2);
        w1 = updated("W1", w1, dw1);
        b1 = updated("b1", b1, db1);
        w2 = updated("W2", w2, dw2);
        b2 = updated("b2", b2, db2);
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        put(arrays, "X", x);
        put(arrays, "y", y);
        put(arrays, "A1", a1);
        put(arrays, "A2", a2);
        put(arrays, "dZ2", d2);
        put(arrays, "dZ1", d1);
        put(arrays, "dW1", dw1);
        put(arrays, "db1", db1);
        put(arrays, "dW2", dw2);
        put(arrays, "db2", db2);
        put(arrays, "W1", w1);
        put(arrays, "b1", b1);
        put(arrays, "W2", w2);
        put(arrays, "b2", b2);
        record(arrays, a2);
        return arrays;
    }

    static void put(Map<String, NdArray> arrays, String name, Matrix matrix) {
        arrays.put(
                name,
                matrix.size() == 1 && !name.startsWith("b")
                        ? NdArray.of(matrix.values())
                        : NdArray.of(matrix.values(), matrix.rows(), matrix.columns()));
    }

    static void put(Map<String, NdArray> arrays, String name, double value) {
        arrays.put(name, NdArray.of(new double[] {value}));
    }
}
