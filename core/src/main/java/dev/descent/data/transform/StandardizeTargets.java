package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/** Real targets to mean 0 and deviation 1 per output, measured on the training part and applied to both. */
public record StandardizeTargets() implements Transform {
    static StandardizeTargets parse(Spec spec) {
        spec.arguments();
        return new StandardizeTargets();
    }

    @Override
    public Spec spec() {
        return Spec.of("standardize-targets");
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        Targets.requireReal(train, "standardize-targets");
        double[] mean = new double[train.targetSize()];
        double[] deviation = new double[train.targetSize()];
        for (int output = 0; output < mean.length; output++) {
            for (int sample = 0; sample < train.size(); sample++) {
                // From the first sample on, so that the mean of a constant target is exact.
                mean[output] += (train.target(sample, output) - train.target(0, output)) / train.size();
            }
            mean[output] += train.target(0, output);
            for (int sample = 0; sample < train.size(); sample++) {
                double away = train.target(sample, output) - mean[output];
                deviation[output] += away * away / train.size();
            }
            deviation[output] = deviation[output] == 0 ? 1 : Math.sqrt(deviation[output]);
        }
        return new TrainTest(data.name(), apply(train, mean, deviation), apply(data.test(), mean, deviation));
    }

    private static Dataset apply(Dataset data, double[] mean, double[] deviation) {
        return Targets.change(data, output -> target -> (target - mean[output]) / deviation[output]);
    }
}
