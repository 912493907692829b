package dev.descent.train;

import dev.descent.data.Dataset;

/** What a network should answer, in the form its outputs have. */
final class Targets {
    private Targets() {}

    /** What the outputs stand for, given the data and how many there are. */
    static Task task(Dataset data, int outputs) {
        if (data.isClassification() && outputs == 1 && data.classes() == 2) {
            return Task.BINARY;
        }
        if (outputs != data.targetSize()) {
            throw new IllegalArgumentException(
                    "the network has %d outputs, but the data needs %d: give the last layer %d units"
                            .formatted(outputs, data.targetSize(), data.targetSize()));
        }
        if (data.isClassification()) {
            return Task.CLASSES;
        }
        return outputs == 1 && isYesOrNo(data) ? Task.BINARY : Task.NUMBERS;
    }

    private static boolean isYesOrNo(Dataset data) {
        float[] target = new float[1];
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyTarget(sample, target, 0);
            if (target[0] != 0 && target[0] != 1) {
                return false;
            }
        }
        return true;
    }

    /** Numbers per sample. */
    static int width(Dataset data, Task task) {
        return task == Task.BINARY ? 1 : data.targetSize();
    }

    static void copy(Dataset data, Task task, int sample, float[] target, int offset) {
        if (task == Task.BINARY && data.isClassification()) {
            target[offset] = data.label(sample);
        } else {
            data.copyTarget(sample, target, offset);
        }
    }

    /** Spreads a share of each target over all classes (Szegedy et al. 2016, section 7). */
    static void smooth(float[] targets, int length, int width, float share) {
        float floor = share / Math.max(2, width);
        for (int i = 0; i < length; i++) {
            targets[i] = targets[i] * (1 - share) + floor;
        }
    }
}
