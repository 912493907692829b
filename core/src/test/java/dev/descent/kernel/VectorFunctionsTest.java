package dev.descent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** exp, sigmoid and tanh of floats of every exponent and sign against double. */
class VectorFunctionsTest {
    /** Mantissas tried per exponent and sign. */
    private static final int STEP = 20011;

    private final ElementKernels kernels = Kernels.best(Workers.of(1)).elements();

    @BeforeAll
    static void needTheModule() {
        Assumptions.assumeTrue(VectorModule.isPresent(), "no jdk.incubator.vector module");
    }

    @Test
    void sigmoidIsWithinTwoUlp() {
        assertThat(worst(this::sigmoid, x -> 1 / (1 + Math.exp(-x)))).isLessThan(2);
    }

    @Test
    void tanhIsWithinTwoUlp() {
        assertThat(worst(this::tanh, Math::tanh)).isLessThan(2);
    }

    @Test
    void expIsWithinOneUlp() {
        assertThat(worst(this::exp, Math::exp)).isLessThan(1);
    }

    @Test
    void theLimitsAreExact() {
        float[] x = {
            0, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.MAX_VALUE, -Float.MAX_VALUE
        };
        float inf = Float.POSITIVE_INFINITY;
        assertThat(exp(x)).containsExactly(1, 1, inf, 0, Float.NaN, inf, 0);
        assertThat(sigmoid(x)).containsExactly(0.5f, 0.5f, 1, 0, Float.NaN, 1, 0);
        assertThat(tanh(x)).containsExactly(0, 0, 1, -1, Float.NaN, 1, -1);
    }

    @Test
    void aShortArrayAndALongOneGiveTheSameBits() {
        float[] x = new float[64];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 32) * 0.37f;
        }
        for (int i = 0; i + 3 <= x.length; i += 3) {
            float[] few = Arrays.copyOfRange(x, i, i + 3);
            assertThat(sigmoid(few)).isEqualTo(Arrays.copyOfRange(sigmoid(x), i, i + 3));
            assertThat(tanh(few)).isEqualTo(Arrays.copyOfRange(tanh(x), i, i + 3));
            assertThat(exp(few)).isEqualTo(Arrays.copyOfRange(exp(x), i, i + 3));
        }
    }

    private float[] sigmoid(float[] x) {
        float[] y = new float[x.length];
        kernels.activate(Nonlinearity.SIGMOID, 0, x.length, x, 0, y, 0);
        return y;
    }

    private float[] tanh(float[] x) {
        float[] y = new float[x.length];
        kernels.activate(Nonlinearity.TANH, 0, x.length, x, 0, y, 0);
        return y;
    }

    private float[] exp(float[] x) {
        float[] y = new float[x.length];
        ((ScalarElementKernels) kernels).exp(x.length, x, 0, y, 0);
        return y;
    }

    @FunctionalInterface
    private interface Pass {
        float[] of(float[] x);
    }

    /** The largest distance from the exact value, in units of the last place of the float nearest to it. */
    private static double worst(Pass pass, DoubleUnaryOperator exact) {
        double worst = 0;
        float[] x = new float[1 << 12];
        int filled = 0;
        for (long bits = 0; bits < 1L << 32; bits += STEP) {
            float value = Float.intBitsToFloat((int) bits);
            if (!Float.isNaN(value)) {
                x[filled++] = value;
            }
            if (filled == x.length || bits + STEP >= 1L << 32) {
                float[] y = pass.of(x);
                for (int i = 0; i < filled; i++) {
                    worst = Math.max(worst, distance(y[i], exact.applyAsDouble(x[i])));
                }
                filled = 0;
            }
        }
        return worst;
    }

    static double distance(float actual, double exact) {
        float nearest = (float) exact;
        if (Float.isInfinite(nearest) || Float.isInfinite(actual)) {
            return nearest == actual ? 0 : Float.isInfinite(nearest) && Math.abs(actual) == Float.MAX_VALUE ? 1 : 1e9;
        }
        return Math.abs(actual - exact) / Math.ulp(nearest);
    }
}
