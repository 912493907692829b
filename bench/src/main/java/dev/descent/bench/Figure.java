package dev.descent.bench;

/**
 * What is measured.
 *
 * @param task what is done, in words
 * @param network with which network, or which product
 * @param batch samples at once, 0 where it means nothing
 * @param quantity the unit, and which percentile or target
 */
record Figure(String task, String network, int batch, String quantity) {

    /** Whether a greater value is better: rates are, times and memory are not. */
    boolean isRate() {
        return quantity.endsWith("/s");
    }

    /** How many times better {@code ours} is than {@code theirs}. */
    double ratio(double ours, double theirs) {
        return isRate() ? ours / theirs : theirs / ours;
    }

    String label() {
        return network + (batch == 0 ? "" : ", batch " + batch) + ", " + quantity;
    }
}
