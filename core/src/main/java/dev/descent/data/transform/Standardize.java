package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.Scaling;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/**
 * Every feature to mean 0 and deviation 1, measured on the training part and applied to both. A constant feature becomes
 * 0.
 */
public record Standardize() implements Transform {
    static Standardize parse(Spec spec) {
        spec.arguments();
        return new Standardize();
    }

    @Override
    public Spec spec() {
        return Spec.of("standardize");
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        int features = train.shape().size();
        double[] mean = new double[features];
        double[] deviation = new double[features];
        for (int sample = 0; sample < train.size(); sample++) {
            for (int feature = 0; feature < features; feature++) {
                // From the first sample on, so that the mean of a constant feature is exact.
                mean[feature] += (train.raw(sample, feature) - train.raw(0, feature)) / train.size();
            }
        }
        for (int feature = 0; feature < features; feature++) {
            mean[feature] += train.raw(0, feature);
        }
        for (int sample = 0; sample < train.size(); sample++) {
            for (int feature = 0; feature < features; feature++) {
                double away = train.raw(sample, feature) - mean[feature];
                deviation[feature] += away * away / train.size();
            }
        }
        return new TrainTest(data.name(), apply(train, mean, deviation), apply(data.test(), mean, deviation));
    }

    private static Dataset apply(Dataset data, double[] mean, double[] variance) {
        int features = mean.length;
        float[] values = new float[data.size() * features];
        for (int sample = 0; sample < data.size(); sample++) {
            for (int feature = 0; feature < features; feature++) {
                double deviation = Math.sqrt(variance[feature]);
                double away = data.raw(sample, feature) - mean[feature];
                values[sample * features + feature] = deviation == 0 ? 0 : (float) (away / deviation);
            }
        }
        return data.withValues(values).scaled(Scaling.RAW);
    }
}
