package dev.descent.data.transform;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;

/**
 * Shuffles training labels or real targets apart from their inputs: a fault, for trying the doctor.
 *
 * @param share of the samples whose labels or targets are shuffled among each other, in [0, 1]
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
        CounterRandom random = CounterRandom.of(seed, Purpose.DATA);
        int[] chosen = IntStream.range(0, train.size())
                .filter(sample -> random.uniform(sample) < share)
                .toArray();
        int[] order = CounterRandom.of(seed, Purpose.DATA, 1).permutation(chosen.length);
        int[] from = IntStream.range(0, train.size()).toArray();
        for (int i = 0; i < chosen.length; i++) {
            from[chosen[i]] = chosen[order[i]];
        }
        return new TrainTest(data.name(), withTargetsOf(train, from), data.test());
    }

    private static Dataset withTargetsOf(Dataset data, int[] samples) {
        if (data.isClassification()) {
            return data.withLabels(IntStream.of(samples).map(data::label).toArray(), data.classes());
        }
        int width = data.targetSize();
        float[] targets = new float[data.size() * width];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) data.target(samples[i / width], i % width);
        }
        return data.withTargets(targets, width);
    }
}
