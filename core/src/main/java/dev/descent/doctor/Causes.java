package dev.descent.doctor;

import dev.descent.doctor.cause.DataQuality;
import dev.descent.doctor.cause.Duration;
import dev.descent.doctor.cause.HiddenActivation;
import dev.descent.doctor.cause.InputScale;
import dev.descent.doctor.cause.LossChoice;
import dev.descent.doctor.cause.OptimizerChoice;
import dev.descent.doctor.cause.OutputActivation;
import dev.descent.doctor.cause.Regularisation;
import dev.descent.doctor.cause.Size;
import dev.descent.doctor.cause.Start;
import dev.descent.doctor.cause.StepSize;
import dev.descent.doctor.cause.TargetScale;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The list of causes. */
public final class Causes {
    private static final List<Cause> OWN = List.of(
            new InputScale(),
            new TargetScale(),
            new DataQuality(),
            new OutputActivation(),
            new LossChoice(),
            new HiddenActivation(),
            new Start(),
            new StepSize(),
            new OptimizerChoice(),
            new Size(),
            new Regularisation(),
            new Duration());

    private Causes() {}

    /** Ours, then those that users offer by ServiceLoader. */
    public static List<Cause> all() {
        List<Cause> all = new ArrayList<>(OWN);
        ServiceLoader.load(Cause.class).forEach(all::add);
        return List.copyOf(all);
    }
}
