package dev.descent.kernel;

/** Passes over arrays element by element, and the sums and softmax that go with them. */
public interface ElementKernels {

    /**
     * {@code y = f(x)}; x and y may be the same range.
     *
     * @param shape the slope or scale of those that have one, else ignored
     */
    void activate(Nonlinearity f, float shape, int n, float[] x, int xOffset, float[] y, int yOffset);

    /**
     * {@code delta = error · f′}, the derivative taken from {@code y = f(x)} alone; error and delta may be the same range.
     */
    void derive(
            Nonlinearity f,
            float shape,
            int n,
            float[] y,
            int yOffset,
            float[] error,
            int errorOffset,
            float[] delta,
            int deltaOffset);

    /** {@code y = eˣ / Σ eˣ} of each row of {@code [rows, columns]}, both without gaps; x and y may be the same range. */
    void softmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset);

    /**
     * Cross-entropy of targets t against the softmax of logits z, {@code Σ t · ln Σ eᶻ − Σ t z}, and its gradient
     * {@code factor · (softmax(z) Σ t − t)}, rows {@code [rows, columns]} without gaps; z and gradient may be the same array.
     * Targets are smoothed to {@code t (1 − smoothing) + smoothing / columns}.
     *
     * @return the sum of the rows' losses
     */
    double crossEntropy(
            int rows, int columns, float[] logits, float[] targets, float smoothing, float factor, float[] gradient);

    /**
     * {@code gradient = factor · 2 · (y − t)}; y and gradient may be the same array.
     *
     * @return {@code Σ (y − t)²}
     */
    double squaredError(int n, float[] y, float[] targets, float factor, float[] gradient);

    /** {@code Σ (x − y)²} in double. */
    double squaredDistance(int n, float[] x, float[] y);

    /**
     * In how many rows of {@code [rows, columns]} the largest element of x is where that of y is. The first of equals counts, and
     * the first NaN before all numbers.
     */
    int agreements(int rows, int columns, float[] x, float[] y);

    /** {@code y += factor · x}. */
    void addScaled(int n, float factor, float[] x, int xOffset, float[] y, int yOffset);

    /** {@code x *= factor}. */
    void scale(int n, float factor, float[] x, int offset);

    /** {@code Σ x} in double. */
    double sum(int n, float[] x, int offset);

    /** {@code Σ (x − xCentre) (y − yCentre)}, differences in float, products and sum in double. */
    double centredProduct(int n, float[] x, int xOffset, float xCentre, float[] y, int yOffset, float yCentre);

    /** {@code Σ x²} in double. */
    double sumOfSquares(int n, float[] x, int offset);

    /** Count, range, mean, spread and zeros in one pass. */
    Statistics statistics(int n, float[] x, int offset);
}
