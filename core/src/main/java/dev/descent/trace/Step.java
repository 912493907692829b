package dev.descent.trace;

import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.spec.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All arrays of one training step. Names: {@code input}, {@code target}, {@code layer1.logits}, {@code layer1.activation},
 * …, {@code loss}, {@code layer2.delta} (∂loss/∂logits), {@code layer2.weight.gradient}, {@code layer2.weight.update} (what
 * the update added), {@code layer2.weight} (after the update).
 *
 * @param number from 1
 * @param samples rows of the arrays that have one row per sample
 * @param perSample arrays whose first axis is the sample
 * @param whole arrays of the batch as a whole: loss, gradients, updates, parameters
 */
public record Step(long number, int samples, Map<String, NdArray> perSample, Map<String, NdArray> whole) {
    public Step {
        perSample = Collections.unmodifiableMap(new LinkedHashMap<>(perSample));
        whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
    }

    /** All arrays. */
    public Map<String, NdArray> arrays() {
        Map<String, NdArray> all = new LinkedHashMap<>(perSample);
        all.putAll(whole);
        return all;
    }

    /** @throws IllegalArgumentException for a name that the step does not have */
    public NdArray array(String name) {
        NdArray array = perSample.containsKey(name) ? perSample.get(name) : whole.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "step %d has no array '%s'%s".formatted(number, name, Nearest.hint(name, arrays().keySet())));
        }
        return array;
    }

    /**
     * The same step with the arrays of one sample only (first axis removed), and the arrays of the whole batch.
     *
     * @param row of the batch, from 0
     */
    public Step sample(int row) {
        if (row < 0 || row >= samples) {
            throw new IllegalArgumentException(
                    "the batch of step %d has samples 0 to %d, got %d".formatted(number, samples - 1, row));
        }
        Map<String, NdArray> rows = new LinkedHashMap<>();
        perSample.forEach((name, array) -> rows.put(name, row(array, row)));
        return new Step(number, 1, rows, whole);
    }

    private static NdArray row(NdArray array, int row) {
        int[] shape = array.shape();
        int[] inner = Arrays.copyOfRange(shape, 1, shape.length);
        int width = array.size() / shape[0];
        if (array.type() == NdArray.ElementType.FLOAT32) {
            float[] elements = new float[width];
            for (int i = 0; i < width; i++) {
                elements[i] = (float) array.get(row * width + i);
            }
            return NdArray.of(elements, inner);
        }
        double[] elements = new double[width];
        for (int i = 0; i < width; i++) {
            elements[i] = array.get(row * width + i);
        }
        return NdArray.of(elements, inner);
    }

    /** Writes all arrays as {@code .npz}, which NumPy reads. */
    public void save(Path file) throws IOException {
        Npz.write(file, arrays());
    }
}
