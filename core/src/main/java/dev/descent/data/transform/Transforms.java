package dev.descent.data.transform;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of transforms. */
public final class Transforms {
    private static final Family<Transform> FAMILY = Family.<Transform>of("transform")
            .add("standardize", Standardize::parse)
            .add("missing", Missing::parse)
            .add("standardize-targets", StandardizeTargets::parse)
            .add("scale-targets", ScaleTargets::parse)
            .add("scale-test", ScaleTest::parse)
            .add("shuffle-labels", ShuffleLabels::parse)
            .add("shift-labels", ShiftLabels::parse)
            .add("sort-by-class", SortByClass::parse)
            .add("imbalance", Imbalance::parse)
            .add("leak", Leak::parse)
            .add("class-numbers", ClassNumbers::parse)
            .add("class-labels", ClassLabels::parse)
            .add("reconstruct", Reconstruct::parse)
            .add("keep-classes", KeepClasses::parse);

    private Transforms() {}

    public static Transform parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static List<String> names() {
        return FAMILY.names();
    }
}
