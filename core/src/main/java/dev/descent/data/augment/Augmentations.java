package dev.descent.data.augment;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of augmentations. */
public final class Augmentations {
    private static final Family<Augmentation> FAMILY = Family.<Augmentation>of("augmentation")
            .add("shift", Shift::parse)
            .add("rotate", Rotate::parse)
            .add("scale", Scale::parse)
            .add("shear", Shear::parse)
            .add("mirror", Mirror::parse)
            .add("elastic", Elastic::parse)
            .add("thickness", Thickness::parse)
            .add("erase", Erase::parse);

    private Augmentations() {}

    public static Augmentation parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Augmentation parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<Augmentation> parseAll(List<Spec> specs) {
        return specs.stream().map(Augmentations::parse).toList();
    }

    /** @param text a list, {@code [shift(2), rotate(10)]} */
    public static List<Augmentation> parseList(String text) {
        return parseAll(Spec.parse("augment(" + text + ")").arguments("list").specs("list"));
    }

    public static List<String> names() {
        return FAMILY.names();
    }
}
