package dev.descent.data.transform;

import dev.descent.data.TrainTest;
import dev.descent.spec.Spec;

/** A change made to a data set once, before training: to mend it, or to damage it on purpose. */
public sealed interface Transform
        permits Standardize,
                Missing,
                StandardizeTargets,
                ScaleTargets,
                ScaleTest,
                ShuffleLabels,
                ShiftLabels,
                SortByClass,
                Imbalance,
                Leak,
                ClassNumbers,
                ClassLabels,
                Reconstruct,
                KeepClasses {

    /** Its text in an experiment. */
    Spec spec();

    TrainTest apply(TrainTest data);
}
