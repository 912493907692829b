package dev.descent.network;

import dev.descent.spec.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the gradients of the samples of a batch become one. The reported loss is the mean over samples either way. */
public enum Reduction {
    /** Their sum: grows with the batch. */
    SUM,
    /** Their mean. */
    MEAN;

    /** {@code sum} or {@code mean}. */
    public static Reduction parse(String text) {
        for (Reduction reduction : values()) {
            if (reduction.toString().equals(text)) {
                return reduction;
            }
        }
        List<String> names = Arrays.stream(values()).map(Reduction::toString).toList();
        throw new IllegalArgumentException("there is no reduction '%s'%s".formatted(text, Nearest.hint(text, names)));
    }

    /** What the gradient of one sample is multiplied by. */
    public double factor(int batch) {
        return this == MEAN ? 1.0 / batch : 1;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
