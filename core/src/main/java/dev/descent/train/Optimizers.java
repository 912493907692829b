package dev.descent.train;

import dev.descent.spec.Family;
import dev.descent.spec.Spec;
import java.util.List;

/** The list of optimizers. */
public final class Optimizers {
    private static final Family<Optimizer> FAMILY = Family.<Optimizer>of("optimizer")
            .add("sgd", Sgd::parse)
            .add("momentum", Momentum::parse)
            .add("nesterov", Nesterov::parse)
            .add("rmsprop", RmsProp::parse)
            .add("adagrad", Adagrad::parse)
            .add("adadelta", Adadelta::parse)
            .add("adam", Adam::parse)
            .add("adamw", AdamW::parse)
            .add("adamax", Adamax::parse);

    private Optimizers() {}

    public static Optimizer parse(Spec spec) {
        return FAMILY.parse(spec);
    }

    public static Optimizer parse(String text) {
        return FAMILY.parse(text);
    }

    public static List<String> names() {
        return FAMILY.names();
    }

    /** Plain gradient descent with its learning rate. */
    public static Optimizer.Rated sgd(double learningRate) {
        return new Sgd().at(learningRate);
    }

    /** Gradient descent with momentum 0.9. */
    public static Optimizer.Rated momentum(double learningRate) {
        return new Momentum().at(learningRate);
    }

    /** Adam with its authors' coefficients. */
    public static Optimizer.Rated adam(double learningRate) {
        return new Adam().at(learningRate);
    }
}
