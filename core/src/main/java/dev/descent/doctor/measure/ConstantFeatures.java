package dev.descent.doctor.measure;

import dev.descent.data.Dataset;
import dev.descent.report.Evidence;
import java.util.List;

/**
 * Features that are the same in every training sample. They tell the network nothing; those that are 0 keep their weights for
 * ever, which is no fault: the corners of MNIST's images are always black.
 */
public final class ConstantFeatures implements Measurement {
    @Override
    public String name() {
        return "constant-features";
    }

    @Override
    public String tells() {
        return "how many features are the same in every sample";
    }

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset data = subject.data().train();
        int features = data.shape().size();
        float[] first = new float[features];
        float[] row = new float[features];
        boolean[] varies = new boolean[features];
        data.copyInput(0, first, 0);
        for (int sample = 1; sample < data.size(); sample++) {
            data.copyInput(sample, row, 0);
            for (int feature = 0; feature < features; feature++) {
                varies[feature] |= row[feature] != first[feature];
            }
        }
        int constant = 0;
        for (boolean one : varies) {
            constant += one ? 0 : 1;
        }
        return List.of(Evidence.against(
                "share of features that are the same in every sample",
                (double) constant / features,
                1,
                "with all features constant there is nothing to learn from"));
    }
}
