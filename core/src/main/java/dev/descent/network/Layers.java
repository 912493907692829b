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
            .add("dropout", Dropout::parse)
            .add("gaussian-noise", GaussianNoise::parse)
            .add("conv2d", Conv2d::parse)
            .add("max-pool", MaxPool::parse)
            .add("average-pool", AveragePool::parse)
            .add("global-average-pool", GlobalAveragePool::parse)
            .add("batch-norm", BatchNorm::parse)
            .add("layer-norm", LayerNorm::parse)
            .add("residual", Residual::parse);

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
