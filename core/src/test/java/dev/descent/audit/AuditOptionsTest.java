package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Shape;
import dev.descent.report.Check;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that does not dump its inputs and targets, but says which data it took. */
class AuditOptionsTest {
    private static final int FEATURES = 12;
    private static final int CLASSES = 3;
    private static final int SAMPLES = 90;

    private final Dataset data = data();

    private static Dataset data() {
        Random random = new Random(3);
        byte[] pixels = new byte[SAMPLES * FEATURES];
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = random.nextInt(CLASSES);
            for (int k = 0; k < FEATURES; k++) {
                pixels[i * FEATURES + k] =
                        (byte) (k % CLASSES == labels[i] ? 150 + random.nextInt(100) : random.nextInt(60));
            }
        }
        return Dataset.ofPixels(Shape.of(FEATURES), pixels, labels, CLASSES);
    }

    /** A sigmoid network on consecutive batches, its arrays without inputs and targets. */
    private Trace trace(int batch, double sign) {
        Random random = new Random(5);
        Matrix first = normal(FEATURES, 7, random);
        Matrix second = normal(7, CLASSES, random);
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            int from = t * batch % SAMPLES;
            double[] inputs = new double[batch * FEATURES];
            double[] targets = new double[batch * CLASSES];
            for (int i = 0; i < batch; i++) {
                for (int k = 0; k < FEATURES; k++) {
                    inputs[i * FEATURES + k] = data.raw(from + i, k) / 255;
                }
                targets[i * CLASSES + data.label(from + i)] = 1;
            }
            Matrix x = Matrix.of(batch, FEATURES, inputs, Matrix.DOUBLE);
            Matrix hidden = Nonlinearity.SIGMOID.apply(x.times(first));
            Matrix output = Nonlinearity.SIGMOID.apply(hidden.times(second));
            Matrix error = output.minus(Matrix.of(batch, CLASSES, targets, Matrix.DOUBLE));
            Matrix delta2 = error.by(output).by(output.map(value -> 1 - value));
            Matrix delta1 = delta2.times(second.transpose()).by(hidden).by(hidden.map(value -> 1 - value));
            second = second.minus(hidden.transposeTimes(delta2).scaled(sign * 1.5 / batch));
            first = first.minus(x.transposeTimes(delta1).scaled(sign * 1.5 / batch));
            Map<String, NdArray> arrays = new LinkedHashMap<>();
            arrays.put("hidden", array(hidden));
            arrays.put("output", array(output));
            arrays.put("delta2", array(delta2));
            arrays.put("delta1", array(delta1));
            arrays.put("w1", array(first));
            arrays.put("w2", array(second));
            iterations.add(arrays);
        }
        return Trace.of("dump", iterations);
    }

    private static Matrix normal(int rows, int columns, Random random) {
        return Matrix.filled(rows, columns, 0).mapExactly(_ -> random.nextGaussian() / Math.sqrt(rows));
    }

    private static NdArray array(Matrix matrix) {
        return NdArray.of(matrix.values(), matrix.rows(), matrix.columns());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, SAMPLES})
    void theDataSetStandsForMissingInputsAndTargets(int batch) {
        AuditOptions options = new AuditOptions("", "", data);
        assertThat(Audit.of(trace(batch, 1)).isUnderstood()).isFalse();
        Audit healthy = Audit.of(trace(batch, 1), options);
        assertThat(healthy.isUnderstood()).isTrue();
        assertThat(healthy.report().findings()).isEmpty();
        assertThat(healthy.report().verified()).hasSizeGreaterThan(4);
        assertThat(Audit.of(trace(batch, -1), options).report().findings())
                .extracting(Finding::fault)
                .containsExactly(Fault.STEP_ASCENDS);
    }

    @Test
    void theRolesOfNamedVariablesAreTakenAsGiven() {
        Trace trace = Twin.run(TwinStyle.of(0), "", 0);
        List<Check> free = Audit.of(trace).report().verified();
        assertThat(free.getFirst().formula()).contains("@ q");
        assertThat(Audit.of(trace, new AuditOptions("q", "s", null)).report().verified())
                .isEqualTo(free);
        assertThat(Audit.of(trace, new AuditOptions("u1", "s", null)).report().verified())
                .isNotEqualTo(free);
        assertThatThrownBy(() -> Audit.of(trace, new AuditOptions("pictures", "", null)))
                .isInstanceOf(DescentException.class)
                .hasMessageContaining("--inputs pictures")
                .hasMessageContaining("q");
    }
}
