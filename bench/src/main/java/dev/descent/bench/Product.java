package dev.descent.bench;

import java.util.List;
import java.util.Random;

/**
 * A matrix product that training needs: {@code c = a · b}, one of the factors stored transposed. Needs nothing but the JDK
 * and {@link Workbench}, as it is also compiled into OpenBLAS's program.
 *
 * @param name what it computes in training
 * @param m rows of c
 * @param n columns of c
 * @param k length of the sums
 * @param transposed which factor is stored transposed
 */
public record Product(String name, int m, int n, int k, Transposed transposed) {
    /** Which factor is stored transposed. */
    public enum Transposed {
        NONE,
        LEFT,
        RIGHT
    }

    /** A large square, and forward, weight gradient and input gradient of the networks A, B and C at their batches. */
    public static final List<Product> TRAINING = List.of(
            new Product("square", 1024, 1024, 1024, Transposed.NONE),
            forward(1, 784, 128),
            forward(32, 784, 16),
            forward(32, 784, 128),
            forward(128, 784, 16),
            forward(128, 128, 10),
            forward(128, 784, 128),
            forward(128, 784, 512),
            forward(128, 512, 512),
            forward(1024, 784, 16),
            forward(1024, 784, 512),
            weightGradient(32, 784, 16),
            weightGradient(32, 784, 128),
            weightGradient(128, 784, 16),
            weightGradient(128, 784, 128),
            weightGradient(128, 784, 512),
            weightGradient(128, 512, 10),
            weightGradient(1024, 784, 512),
            inputGradient(128, 512, 10),
            inputGradient(128, 512, 512));

    private static Product forward(int batch, int inputs, int units) {
        return new Product("forward", batch, units, inputs, Transposed.NONE);
    }

    private static Product weightGradient(int batch, int inputs, int units) {
        return new Product("weight gradient", inputs, units, batch, Transposed.LEFT);
    }

    private static Product inputGradient(int batch, int inputs, int units) {
        return new Product("input gradient", batch, inputs, units, Transposed.RIGHT);
    }

    /** The left factor as stored. */
    public float[] left() {
        return random(m * k, 1);
    }

    /** The right factor as stored. */
    public float[] right() {
        return random(k * n, 2);
    }

    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /**
     * Prints the speed of a call that computes this product, in 10⁹ floating-point operations per second; where this figure is left out,
     * it calls once all the same, so that the result can be checked.
     */
    public void measure(Runnable call) {
        call.run();
        Workbench.rate("product", label(), 0, "GFLOP/s", 2e-9 * m * n * k, call);
    }

    public String label() {
        return "%s %d x %d x %d".formatted(name, m, n, k);
    }

    /** Throws when a result is wrong in one of a few places. */
    public void check(float[] c) {
        float[] a = left();
        float[] b = right();
        for (int place = 0; place < m * n; place += Math.max(1, m * n / 17)) {
            int row = place / n;
            int column = place % n;
            double expected = 0;
            for (int i = 0; i < k; i++) {
                float aValue = transposed == Transposed.LEFT ? a[i * m + row] : a[row * k + i];
                float bValue = transposed == Transposed.RIGHT ? b[column * k + i] : b[i * n + column];
                expected += (double) aValue * bValue;
            }
            if (Math.abs(expected - c[place]) > 1e-5 * k) {
                throw new IllegalStateException("%s is wrong at row %d, column %d: %s instead of %s"
                        .formatted(this, row, column, c[place], expected));
            }
        }
    }
}
