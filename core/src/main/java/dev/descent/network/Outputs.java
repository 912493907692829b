package dev.descent.network;

import dev.descent.spec.Arguments;
import java.util.List;
import java.util.Locale;

/** How the losses of a sample's outputs become one number. */
public enum Outputs {
    /** Their mean, as NumPy's {@code ((o - t)**2).mean()} and Keras. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Half their sum: the ½ Σ (o − t)² of textbooks, whose gradient is o − t. */
    HALF;

    double scale(int units) {
        return switch (this) {
            case MEAN -> 1.0 / units;
            case SUM -> 1;
            case HALF -> 0.5;
        };
    }

    static Outputs read(Arguments arguments, Outputs... choices) {
        List<String> names =
                java.util.Arrays.stream(choices).map(Outputs::toString).toList();
        return valueOf(arguments.choice("outputs", names, "mean").toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
