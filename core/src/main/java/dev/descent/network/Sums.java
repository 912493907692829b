package dev.descent.network;

/** Sums of float arrays, in double and in order. */
final class Sums {
    private Sums() {}

    /** Σ x. */
    static double sum(int n, float[] x, int offset) {
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** Σ (x − centre)². */
    static double sumOfSquaredDistances(int n, float[] x, int offset, float centre) {
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            float distance = x[i] - centre;
            sum += distance * distance;
        }
        return sum;
    }

    /** Σ y (x − centre). */
    static double centredProduct(int n, float[] y, int yOffset, float[] x, int xOffset, float centre) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += y[yOffset + i] * (x[xOffset + i] - centre);
        }
        return sum;
    }
}
