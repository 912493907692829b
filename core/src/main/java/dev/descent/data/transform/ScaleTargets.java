package dev.descent.data.transform;

import dev.descent.data.TrainTest;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Real targets times a factor plus an offset, in both parts.
 *
 * @param factor what targets are multiplied by
 * @param offset added afterwards
 */
public record ScaleTargets(double factor, double offset) implements Transform {
    static ScaleTargets parse(Spec spec) {
        Arguments arguments = spec.arguments("factor", "offset");
        return new ScaleTargets(arguments.number("factor"), arguments.number("offset", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("scale-targets", factor).withUnless(0, "offset", offset);
    }

    @Override
    public TrainTest apply(TrainTest data) {
        Targets.requireReal(data.train(), "scale-targets");
        return new TrainTest(
                data.name(),
                Targets.change(data.train(), _ -> target -> target * factor + offset),
                Targets.change(data.test(), _ -> target -> target * factor + offset));
    }
}
