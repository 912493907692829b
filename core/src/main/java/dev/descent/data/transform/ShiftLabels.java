package dev.descent.data.transform;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;
import java.util.stream.IntStream;

/**
 * Gives every training sample the label of the sample some rows on: a fault, for trying the doctor.
 *
 * @param rows how far, negative for back
 */
public record ShiftLabels(int rows) implements Transform {
    static ShiftLabels parse(Spec spec) {
        return new ShiftLabels(spec.arguments("rows").integer("rows", 1));
    }

    @Override
    public Spec spec() {
        return Spec.of("shift-labels").withUnless(1, "rows", rows);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Dataset train = data.train();
        Targets.requireLabels(train, "shift-labels");
        int[] labels = IntStream.range(0, train.size())
                .map(sample -> train.label(Math.floorMod(sample + rows, train.size())))
                .toArray();
        return new TrainTest(data.name(), train.withLabels(labels, train.classes()), data.test());
    }
}
