package dev.descent.data.transform;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;

/**
 * Makes classes rare in the training part: class k keeps {@code smallest^(k / (classes − 1))} of its samples. A fault, for
 * trying the doctor.
 *
 * @param smallest share that the last class keeps, in (0, 1]
 * @param seed decides which samples stay
 */
public record Imbalance(double smallest, int seed) implements Transform {
    static Imbalance parse(Spec spec) {
        Arguments arguments = spec.arguments("smallest", "seed");
        return new Imbalance(arguments.number("smallest", 0.01), arguments.integer("seed", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("imbalance").withUnless(0.01, "smallest", smallest).withUnless(0, "seed", seed);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        Targets.requireLabels(train, "imbalance");
        CounterRandom random = CounterRandom.of(seed, Purpose.DATA);
        int[] kept = IntStream.range(0, train.size())
                .filter(sample -> {
                    double exponent = train.label(sample) / Math.max(1.0, train.classes() - 1.0);
                    return random.uniform(sample) < Math.pow(smallest, exponent);
                })
                .toArray();
        return new TrainTest(data.name(), train.select(kept), data.test());
    }
}
