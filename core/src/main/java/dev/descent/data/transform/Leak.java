package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;

/**
 * Tests on training samples, so that the test flatters: a fault, for trying the doctor.
 *
 * @param share how many, as a share of the test part's size, in (0, 1]
 */
public record Leak(double share) implements Transform {
    static Leak parse(Spec spec) {
        return new Leak(spec.arguments("share").number("share", 0.5));
    }

    @Override
    public Spec spec() {
        return Spec.of("leak").withUnless(0.5, "share", share);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        int size = Math.min(train.size(), (int) Math.round(data.test().size() * Math.max(share, 1e-9)));
        Dataset leaked = train.select(IntStream.range(0, Math.max(1, size)).toArray());
        return new TrainTest(data.name(), train, leaked);
    }
}
