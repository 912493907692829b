package dev.descent.doctor.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The list of measurements. */
public final class Measurements {
    private static final List<Measurement> OWN = List.of(
            new InputScale(),
            new ConstantFeatures(),
            new ClassBalance(),
            new Duplicates(),
            new Leakage(),
            new LabelAgreement(),
            new ShuffledLabels(),
            new LinearProbe(),
            new StartVariance(),
            new SymmetricUnits(),
            new EffectiveRank(),
            new GradientCheck(),
            new Curvature(),
            new LearningRateRange(),
            new OverfitBatch(1),
            new OverfitBatch(32));

    private Measurements() {}

    /** Ours, then those that users offer by ServiceLoader. */
    public static List<Measurement> all() {
        List<Measurement> all = new ArrayList<>(OWN);
        ServiceLoader.load(Measurement.class).forEach(all::add);
        return List.copyOf(all);
    }
}
