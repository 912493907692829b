package dev.descent.network;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of layers. */
public final class Layers {
    private static final Family<Layer> FAMILY = Family.<Layer>of("layer")
            .add("dense", Dense::parse)
            .add("activation", ActivationLayer::parse)
            .add("flatten", Flatten::parse)
            .add("dropout", Dropout::parse);

    private Layers() {}

    public static Layer parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Layer parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }
}
