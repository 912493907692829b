package dev.descent.network;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of activations. */
public final class Activations {
    public static final Activation IDENTITY = new Identity();
    public static final Activation SIGMOID = new Sigmoid();
    public static final Activation TANH = new Tanh();
    public static final Activation RELU = new Relu();
    public static final Activation LEAKY_RELU = new LeakyRelu(0.01);
    public static final Activation ELU = new Elu(1);
    public static final Activation SELU = new Selu();
    public static final Activation GELU = new Gelu();
    public static final Activation SWISH = new Swish();
    public static final Activation SOFTPLUS = new Softplus();
    public static final Activation SOFTSIGN = new Softsign();
    public static final Activation SOFTMAX = new Softmax();

    private static final Family<Activation> FAMILY = Family.<Activation>of("activation")
            .add("identity", Identity::parse)
            .add("linear", Identity::parse)
            .add("sigmoid", Sigmoid::parse)
            .add("hard-sigmoid", HardSigmoid::parse)
            .add("tanh", Tanh::parse)
            .add("relu", Relu::parse)
            .add("leaky-relu", LeakyRelu::parse)
            .add("elu", Elu::parse)
            .add("selu", Selu::parse)
            .add("gelu", Gelu::parse)
            .add("swish", Swish::parse)
            .add("softplus", Softplus::parse)
            .add("softsign", Softsign::parse)
            .add("exponential", Exponential::parse)
            .add("softmax", Softmax::parse)
            .add("step", Step::parse);

    private Activations() {}

    public static Activation parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Activation parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }
}
