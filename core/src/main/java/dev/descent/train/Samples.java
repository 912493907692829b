package dev.descent.train;

import dev.descent.data.Dataset;

/**
 * Samples in double, inputs scaled and targets encoded as a training feeds them: for measurements on the double reference.
 *
 * @param inputs {@code [size, features]}
 * @param targets {@code [size, outputs]}
 * @param size number of samples
 */
public record Samples(double[] inputs, double[] targets, int size) {

    /**
     * Samples spread evenly over the data.
     *
     * @param outputs of the network
     * @param most never more samples than these
     */
    public static Samples spread(Dataset data, int outputs, int most) {
        Task task = Targets.task(data, outputs);
        int width = Targets.width(data, task);
        int features = data.shape().size();
        int size = Math.min(most, data.size());
        double[] inputs = new double[size * features];
        double[] targets = new double[size * width];
        float[] target = new float[width];
        for (int row = 0; row < size; row++) {
            int sample = (int) ((long) row * data.size() / size);
            data.copyInput(sample, inputs, row * features);
            Targets.copy(data, task, sample, target, 0);
            for (int output = 0; output < width; output++) {
                targets[row * width + output] = target[output];
            }
        }
        return new Samples(inputs, targets, size);
    }
}
