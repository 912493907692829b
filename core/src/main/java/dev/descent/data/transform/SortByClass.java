package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Puts the training samples in the order of their classes: with {@code shuffle: false} a fault, for trying the doctor. */
public record SortByClass() implements Transform {
    static SortByClass parse(Spec spec) {
        spec.arguments();
        return new SortByClass();
    }

    @Override
    public Spec spec() {
        return Spec.of("sort-by-class");
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        Targets.requireLabels(train, "sort-by-class");
        int[] order = IntStream.range(0, train.size())
                .boxed()
                .sorted(Comparator.comparingInt(train::label))
                .mapToInt(Integer::intValue)
                .toArray();
        return new TrainTest(data.name(), train.select(order), data.test());
    }
}
