package dev.descent.data.transform;

import dev.descent.data.Scaling;
import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/**
 * Scales the test part otherwise than the training part: a fault, for trying the doctor.
 *
 * @param factor what raw values of the test part are multiplied by in place of the data's own factor
 */
public record ScaleTest(double factor) implements Transform {
    static ScaleTest parse(Spec spec) {
        return new ScaleTest(spec.arguments("factor").number("factor"));
    }

    @Override
    public Spec spec() {
        return Spec.of("scale-test", factor);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        return new TrainTest(data.name(), data.train(), data.test().scaled(Scaling.by(factor)));
    }
}
