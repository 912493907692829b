package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/** Class labels as one real target, the number of the class: right for a regression, a fault for a classifier. */
public record ClassNumbers() implements Transform {
    static ClassNumbers parse(Spec spec) {
        spec.arguments();
        return new ClassNumbers();
    }

    @Override
    public Spec spec() {
        return Spec.of("class-numbers");
    }

    @Override
    public TrainTest apply(TrainTest data) {
        return new TrainTest(data.name(), apply(data.train()), apply(data.test()));
    }

    private static Dataset apply(Dataset data) {
        Targets.requireLabels(data, "class-numbers");
        float[] targets = new float[data.size()];
        for (int sample = 0; sample < targets.length; sample++) {
            targets[sample] = data.label(sample);
        }
        return data.withTargets(targets, 1);
    }
}
