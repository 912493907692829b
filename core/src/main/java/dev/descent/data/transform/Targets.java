package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import java.util.function.DoubleUnaryOperator;

/** Changes real targets, one number at a time. */
final class Targets {
    private Targets() {}

    /** @param change by output */
    static Dataset change(Dataset data, java.util.function.IntFunction<DoubleUnaryOperator> change) {
        int width = data.targetSize();
        float[] targets = new float[data.size() * width];
        for (int output = 0; output < width; output++) {
            DoubleUnaryOperator operator = change.apply(output);
            for (int sample = 0; sample < data.size(); sample++) {
                targets[sample * width + output] = (float) operator.applyAsDouble(data.target(sample, output));
            }
        }
        return data.withTargets(targets, width);
    }

    static void requireReal(Dataset data, String transform) {
        if (data.isClassification()) {
            throw new DescentException(transform + " needs real targets, this data set has class labels: remove it");
        }
    }

    static void requireLabels(Dataset data, String transform) {
        if (!data.isClassification()) {
            throw new DescentException(transform + " needs class labels, this data set has real targets: remove it");
        }
    }
}
