package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;

/**
 * A number that stands for a missing value ({@code missing(-999)}) becomes the mean of the feature's other values, measured on the
 * training part and applied to both.
 *
 * @param code the number
 */
public record Missing(double code) implements Transform {
    static Missing parse(Spec spec) {
        return new Missing(spec.arguments("code").number("code"));
    }

    @Override
    public Spec spec() {
        return Spec.of("missing").with(Value.of(code));
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        double[] mean = new double[train.shape().size()];
        for (int feature = 0; feature < mean.length; feature++) {
            int known = 0;
            for (int sample = 0; sample < train.size(); sample++) {
                double value = train.raw(sample, feature);
                if (!isMissing(value)) {
                    known++;
                    mean[feature] += (value - mean[feature]) / known;
                }
            }
        }
        return new TrainTest(data.name(), filled(train, mean), filled(data.test(), mean));
    }

    private boolean isMissing(double value) {
        return (float) value == (float) code;
    }

    private Dataset filled(Dataset data, double[] mean) {
        float[] values = new float[data.size() * mean.length];
        for (int sample = 0; sample < data.size(); sample++) {
            for (int feature = 0; feature < mean.length; feature++) {
                double value = data.raw(sample, feature);
                values[sample * mean.length + feature] = (float) (isMissing(value) ? mean[feature] : value);
            }
        }
        return data.withValues(values).scaled(data.scaling());
    }
}
