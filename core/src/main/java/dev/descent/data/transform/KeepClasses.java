package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;

/**
 * Only the samples of the first classes.
 *
 * @param classes how many, at least 2
 */
public record KeepClasses(int classes) implements Transform {
    public KeepClasses {
        if (classes < 2) {
            throw new IllegalArgumentException("keep-classes keeps at least 2 classes, got " + classes);
        }
    }

    static KeepClasses parse(Spec spec) {
        return new KeepClasses(spec.arguments("classes").integer("classes"));
    }

    @Override
    public Spec spec() {
        return Spec.of("keep-classes", classes);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        return new TrainTest(data.name(), apply(data.train()), apply(data.test()));
    }

    private Dataset apply(Dataset data) {
        Targets.requireLabels(data, "keep-classes");
        Dataset kept = data.select(IntStream.range(0, data.size())
                .filter(sample -> data.label(sample) < classes)
                .toArray());
        int[] labels = IntStream.range(0, kept.size()).map(kept::label).toArray();
        return kept.withLabels(labels, classes);
    }
}
