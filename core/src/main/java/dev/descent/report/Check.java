package dev.descent.report;

/**
 * Something that was checked and is right.
 *
 * @param says what, in a few words: {@code the first layer's weighted sum}
 * @param formula as the program has it, {@code layer1.logits = input · layer1.weight}; empty where it is no formula
 * @param difference largest difference found between the numbers given and the formula's; NaN where none was measured
 * @param tolerance what rounding explains; NaN where none was measured
 */
public record Check(String says, String formula, double difference, double tolerance) {
    /** A check without formula or numbers. */
    public static Check of(String says) {
        return new Check(says, "", Double.NaN, Double.NaN);
    }

    public boolean isMeasured() {
        return !Double.isNaN(difference);
    }
}
