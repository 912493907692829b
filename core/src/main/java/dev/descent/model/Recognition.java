package dev.descent.model;

/**
 * What a model says about one input.
 *
 * @param digit the class with the greatest output
 * @param probabilities one per class; they sum to 1 only where the network ends in a softmax
 * @param seen the input as the network saw it, before scaling (for a digit 28×28 pixels, 0 to 255, row by row)
 */
public record Recognition(int digit, float[] probabilities, float[] seen) {
    /** The greatest output. */
    public float confidence() {
        return probabilities[digit];
    }
}
