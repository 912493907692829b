package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.report.Evidence;
import java.util.List;

/**
 * The size of the numbers that reach the network: their root mean square, which starts with unit variance assume to be about 1
 * (LeCun et al. 1998, section 4.3), the largest, and the same of the test part over that of the training part.
 */
public final class InputScale implements Measurement {
    private static final int SAMPLES = 1000;

    @Override
    public String name() {
        return "input-scale";
    }

    @Override
    public String tells() {
        return "the size of the numbers that reach the network, in both parts of the data";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        double[] train = size(subject.data().train());
        double[] test = size(subject.data().test());
        return List.of(
                Evidence.against(
                        "root mean square of the inputs", train[0], 10, "AUTOTRAINER: 10 and more is bad data"),
                Evidence.fact("largest input", train[1]),
                Evidence.against(
                        "root mean square of the test inputs over that of the training inputs",
                        train[0] == 0 ? Double.NaN : test[0] / train[0],
                        2,
                        "parts scaled alike differ by less"),
                Evidence.against(
                        "inputs that are no numbers", train[2] + test[2], 0, "a single one spoils all weights"));
    }

    /** Root mean square and largest magnitude of the finite inputs, and the count of the others. */
    private static double[] size(Dataset data) {
        int samples = Math.min(SAMPLES, data.size());
        float[] row = new float[data.shape().size()];
        double squares = 0;
        double largest = 0;
        long invalid = 0;
        for (int i = 0; i < samples; i++) {
            data.copyInput((int) ((long) i * data.size() / samples), row, 0);
            for (float value : row) {
                if (Float.isFinite(value)) {
                    squares += (double) value * value;
                    largest = Math.max(largest, Math.abs(value));
                } else {
                    invalid++;
                }
            }
        }
        double count = (double) samples * row.length - invalid;
        return new double[] {Math.sqrt(squares / Math.max(1, count)), largest, invalid};
    }
}
