package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/** The inputs themselves as targets, scaled as they are: what an autoencoder is asked for. */
public record Reconstruct() implements Transform {
    static Reconstruct parse(Spec spec) {
        spec.arguments();
        return new Reconstruct();
    }

    @Override
    public Spec spec() {
        return Spec.of("reconstruct");
    }

    @Override
    public TrainTest apply(TrainTest data) {
        return new TrainTest(data.name(), apply(data.train()), apply(data.test()));
    }

    private static Dataset apply(Dataset data) {
        int features = data.shape().size();
        float[] targets = new float[Math.multiplyExact(data.size(), features)];
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyInput(sample, targets, sample * features);
        }
        return data.withTargets(targets, features);
    }
}
