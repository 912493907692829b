package dev.descent.kernel;

/**
 * What one pass over an array tells. Elements that are not finite are counted and otherwise left out.
 *
 * @param count elements
 * @param notFinite of them NaN or infinite
 * @param zeros of them exactly 0
 * @param min smallest finite element, NaN where there is none
 * @param max largest finite element, NaN where there is none
 * @param sum of the finite elements
 * @param sumOfSquares of the finite elements
 */
public record Statistics(int count, int notFinite, int zeros, float min, float max, double sum, double sumOfSquares) {

    /** Mean of the finite elements; NaN where there is none. */
    public double mean() {
        return sum / (count - notFinite);
    }

    /** Standard deviation of the finite elements, as of a whole population; NaN where there is none. */
    public double deviation() {
        double mean = mean();
        return Math.sqrt(Math.max(0, sumOfSquares / (count - notFinite) - mean * mean));
    }
}
