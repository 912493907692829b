package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/** One real target that holds the number of a class, as a class label. */
public record ClassLabels() implements Transform {
    static ClassLabels parse(Spec spec) {
        spec.arguments();
        return new ClassLabels();
    }

    @Override
    public Spec spec() {
        return Spec.of("class-labels");
    }

    @Override
    public TrainTest apply(TrainTest data) {
        int classes = 1 + Math.max(largest(data.train()), largest(data.test()));
        return new TrainTest(data.name(), apply(data.train(), classes), apply(data.test(), classes));
    }

    private static int largest(Dataset data) {
        Targets.requireReal(data, "class-labels");
        double largest = 0;
        for (int sample = 0; sample < data.size(); sample++) {
            double target = data.target(sample, 0);
            if (data.targetSize() != 1 || target != Math.rint(target) || target < 0 || target > 1e6) {
                throw new DescentException(
                        "class-labels needs one target with the number of a class (0, 1, 2 …), sample %d has %s"
                                .formatted(sample, target));
            }
            largest = Math.max(largest, target);
        }
        return (int) largest;
    }

    private static Dataset apply(Dataset data, int classes) {
        int[] labels = new int[data.size()];
        for (int sample = 0; sample < labels.length; sample++) {
            labels[sample] = (int) data.target(sample, 0);
        }
        return data.withLabels(labels, classes);
    }
}
