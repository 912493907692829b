package dev.descent.data.transform;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;

/**
 * Shuffles training labels apart from their inputs: a fault, for trying the doctor.
 *
 * @param share of the samples whose labels are shuffled among each other, in [0, 1]
 * @param seed of the shuffling
 */
public record ShuffleLabels(double share, int seed) implements Transform {
    static ShuffleLabels parse(Spec spec) {
        Arguments arguments = spec.arguments("share", "seed");
        return new ShuffleLabels(arguments.number("share", 1), arguments.integer("seed", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("shuffle-labels").withUnless(1, "share", share).withUnless(0, "seed", seed);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        Targets.requireLabels(train, "shuffle-labels");
        CounterRandom random = CounterRandom.of(seed, Purpose.DATA);
        int[] chosen = IntStream.range(0, train.size())
                .filter(sample -> random.uniform(sample) < share)
                .toArray();
        int[] order = CounterRandom.of(seed, Purpose.DATA, 1).permutation(chosen.length);
        int[] labels = IntStream.range(0, train.size()).map(train::label).toArray();
        int[] shuffled = labels.clone();
        for (int i = 0; i < chosen.length; i++) {
            shuffled[chosen[i]] = labels[chosen[order[i]]];
        }
        return new TrainTest(data.name(), train.withLabels(shuffled, train.classes()), data.test());
    }
}
