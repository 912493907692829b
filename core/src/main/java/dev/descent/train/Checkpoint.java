package dev.descent.train;

import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.network.Weights;
import dev.descent.train.Listener.EpochResult;
import dev.descent.train.Listener.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a training between two steps: a training that goes on from here makes the same bits as one that was
 * never interrupted. Which samples come next, dropout and augmentation follow from the experiment and the step's number.
 *
 * @param step steps done
 * @param weights parameters and running statistics
 * @param state the optimizer's arrays
 * @param average the running mean of the parameters, empty when none is kept
 * @param sums of the epoch begun: loss, squared error, right answers, samples
 * @param epochs results of the epochs done
 * @param best weights of the best epoch, null when they are not kept
 */
public record Checkpoint(
        long step,
        Weights weights,
        List<float[]> state,
        float[] average,
        double[] sums,
        List<EpochResult> epochs,
        @Nullable Weights best) {
    private static final int COLUMNS = 11;

    public Checkpoint {
        state = List.copyOf(state);
        epochs = List.copyOf(epochs);
    }

    /** Writes it as {@code .npz}. */
    public void save(Path file) throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("step", NdArray.of(new long[] {step}, 1));
        put(arrays, "", weights);
        for (int i = 0; i < state.size(); i++) {
            arrays.put("state" + i, NdArray.of(state.get(i), state.get(i).length));
        }
        arrays.put("average", NdArray.of(average, average.length));
        arrays.put("sums", NdArray.of(sums, sums.length));
        arrays.put("epochs", table());
        if (best != null) {
            put(arrays, "best.", best);
        }
        Npz.write(file, arrays);
    }

    private static void put(Map<String, NdArray> arrays, String prefix, Weights weights) {
        arrays.put(prefix + "values", NdArray.of(weights.values(), weights.values().length));
        arrays.put(prefix + "statistics", NdArray.of(weights.statistics(), weights.statistics().length));
    }

    /** @throws DescentException for a file that is no checkpoint */
    public static Checkpoint load(Path file) throws IOException {
        Map<String, NdArray> arrays = Npz.read(file);
        List<float[]> state = new ArrayList<>();
        for (NdArray array; (array = arrays.get("state" + state.size())) != null; ) {
            state.add(array.toFloats());
        }
        return new Checkpoint(
                (long) need(arrays, "step", file).get(0),
                weights(arrays, "", file),
                state,
                need(arrays, "average", file).toFloats(),
                need(arrays, "sums", file).toDoubles(),
                epochs(need(arrays, "epochs", file).toDoubles()),
                arrays.containsKey("best.values") ? weights(arrays, "best.", file) : null);
    }

    private static Weights weights(Map<String, NdArray> arrays, String prefix, Path file) {
        return new Weights(
                need(arrays, prefix + "values", file).toFloats(),
                need(arrays, prefix + "statistics", file).toFloats());
    }

    private static NdArray need(Map<String, NdArray> arrays, String name, Path file) {
        NdArray array = arrays.get(name);
        if (array == null) {
            throw new DescentException(file + " is not a checkpoint: it has no array '" + name + "'");
        }
        return array;
    }

    private NdArray table() {
        double[] table = new double[epochs.size() * COLUMNS];
        int at = 0;
        for (EpochResult epoch : epochs) {
            double[] row = {
                epoch.epoch(),
                epoch.steps(),
                epoch.training().loss(),
                epoch.training().meanSquaredError(),
                epoch.training().accuracy(),
                epoch.validation().loss(),
                epoch.validation().meanSquaredError(),
                epoch.validation().accuracy(),
                epoch.learningRate(),
                epoch.samples(),
                epoch.best() ? 1 : 0
            };
            System.arraycopy(row, 0, table, at, COLUMNS);
            at += COLUMNS;
        }
        return NdArray.of(table, epochs.size(), COLUMNS);
    }

    private static List<EpochResult> epochs(double[] table) {
        List<EpochResult> epochs = new ArrayList<>();
        for (int at = 0; at < table.length; at += COLUMNS) {
            epochs.add(new EpochResult(
                    (int) table[at],
                    (long) table[at + 1],
                    new Scores(table[at + 2], table[at + 3], table[at + 4]),
                    new Scores(table[at + 5], table[at + 6], table[at + 7]),
                    table[at + 8],
                    0,
                    (long) table[at + 9],
                    table[at + 10] == 1));
        }
        return epochs;
    }
}
