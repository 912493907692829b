package dev.descent.network;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of initializers. */
public final class Initializers {
    public static final Initializer ZEROS = new Constant(0);
    public static final Initializer ONES = new Constant(1);
    public static final Initializer GLOROT_UNIFORM = new Scaled(Scaled.Rule.GLOROT, false);
    public static final Initializer GLOROT_NORMAL = new Scaled(Scaled.Rule.GLOROT, true);
    public static final Initializer HE_UNIFORM = new Scaled(Scaled.Rule.HE, false);
    public static final Initializer HE_NORMAL = new Scaled(Scaled.Rule.HE, true);
    public static final Initializer LECUN_UNIFORM = new Scaled(Scaled.Rule.LECUN, false);
    public static final Initializer LECUN_NORMAL = new Scaled(Scaled.Rule.LECUN, true);

    private static final Family<Initializer> FAMILY = Family.<Initializer>of("initializer")
            .add("glorot-uniform", Scaled::parse)
            .add("glorot-normal", Scaled::parse)
            .add("he-uniform", Scaled::parse)
            .add("he-normal", Scaled::parse)
            .add("lecun-uniform", Scaled::parse)
            .add("lecun-normal", Scaled::parse)
            .add("uniform", Uniform::parse)
            .add("normal", Gaussian::parse)
            .add("truncated-normal", Gaussian::parse)
            .add("orthogonal", Orthogonal::parse)
            .add("zeros", Constant::parseZeros)
            .add("ones", Constant::parseOnes)
            .add("constant", Constant::parse);

    private Initializers() {}

    public static Initializer parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Initializer parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }

    /** Uniform in [from, to). */
    public static Initializer uniform(double from, double to) {
        return new Uniform(from, to);
    }

    /** Normal with the given mean and standard deviation. */
    public static Initializer normal(double mean, double deviation) {
        return new Gaussian(mean, deviation, false);
    }

    public static Initializer constant(double value) {
        return new Constant(value);
    }
}
