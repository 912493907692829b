package dev.descent.network;

/** Sums of float arrays in double: four at a time, so that an addition need not wait for the one before. */
final class Sums {
    private static final int CHAINS = 4;

    private Sums() {}

    /** Σ x. */
    static double sum(int n, float[] x, int offset) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = offset;
        for (; i <= offset + n - CHAINS; i += CHAINS) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < offset + n; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /** Σ (x − centre)². */
    static double sumOfSquaredDistances(int n, float[] x, int offset, float centre) {
        return centredProduct(n, x, offset, centre, x, offset, centre);
    }

    /** Σ y (x − centre). */
    static double centredProduct(int n, float[] y, int yOffset, float[] x, int xOffset, float centre) {
        return centredProduct(n, y, yOffset, 0, x, xOffset, centre);
    }

    private static double centredProduct(
            int n, float[] y, int yOffset, float yCentre, float[] x, int xOffset, float xCentre) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i <= n - CHAINS; i += CHAINS) {
            a += (y[yOffset + i] - yCentre) * (x[xOffset + i] - xCentre);
            b += (y[yOffset + i + 1] - yCentre) * (x[xOffset + i + 1] - xCentre);
            c += (y[yOffset + i + 2] - yCentre) * (x[xOffset + i + 2] - xCentre);
            d += (y[yOffset + i + 3] - yCentre) * (x[xOffset + i + 3] - xCentre);
        }
        for (; i < n; i++) {
            a += (y[yOffset + i] - yCentre) * (x[xOffset + i] - xCentre);
        }
        return (a + b) + (c + d);
    }
}
