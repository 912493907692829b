package dev.descent.audit.elementwise;

import dev.descent.report.Fault;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What programs multiply an error with to get a delta, as a function of the activation; the right ones first. */
enum DeltaFormula {
    SIGMOID("%1$s * %2$s * (1 - %2$s)", y -> y * (1 - y), null),
    TANH("%1$s * (1 - %2$s**2)", y -> 1 - y * y, null),
    RELU("%1$s * (%2$s > 0)", y -> y > 0 ? 1 : 0, null),
    SIGMOID_TWICE(
            "%1$s * sigmoid(%2$s) * (1 - sigmoid(%2$s))",
            y -> sigmoid(y) * (1 - sigmoid(y)), Fault.DERIVATIVE_WRONG_INPUT),
    DOUBLED("%1$s * (%2$s * (1 - %2$s))**2", y -> y * (1 - y) * y * (1 - y), Fault.DERIVATIVE_DOUBLED),
    ACTIVATION("%1$s * %2$s", y -> y, Fault.DERIVATIVE_WRONG);

    private final String notation;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final DoubleUnaryOperator slope;

    private final @Nullable Fault fault;

    DeltaFormula(String notation, DoubleUnaryOperator slope, @Nullable Fault fault) {
        this.notation = notation;
        this.slope = slope;
        this.fault = fault;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    double slope(double activation) {
        return slope.applyAsDouble(activation);
    }

    /** What it is a fault of; null for a right one. */
    @Nullable
    Fault fault() {
        return fault;
    }

    String text(String error, String activation) {
        return notation.formatted(error, activation);
    }
}
