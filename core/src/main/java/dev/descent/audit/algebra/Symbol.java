package dev.descent.audit.algebra;

/**
 * What an array is in a training step.
 *
 * @param role what it is
 * @param layer 1 for the first layer with weights; ACTIVATION of layer 0 is the input
 */
public record Symbol(Role role, int layer) {
    /** Roles of arrays. Shapes are those with samples as rows: logits [samples, units], weight [inputs, units], bias [1, units]. */
    public enum Role {
        ACTIVATION,
        LOGITS,
        /** The activation before dropout, where there is any. */
        UNDROPPED,
        /** What dropout multiplies it by: 0 or the same number. */
        MASK,
        TARGET,
        /** Output minus target, or its negative. */
        ERROR,
        /** The error sent back from the layer above, before this layer's derivative. */
        BACK,
        /** ∂loss/∂logits up to a factor. */
        DELTA,
        WEIGHT,
        BIAS,
        /** After this step's update. */
        NEW_WEIGHT,
        NEW_BIAS,
        GRADIENT,
        BIAS_GRADIENT
    }

    public static Symbol activation(int layer) {
        return new Symbol(Role.ACTIVATION, layer);
    }

    public static Symbol undropped(int layer) {
        return new Symbol(Role.UNDROPPED, layer);
    }

    public static Symbol mask(int layer) {
        return new Symbol(Role.MASK, layer);
    }

    public static Symbol logits(int layer) {
        return new Symbol(Role.LOGITS, layer);
    }

    public static Symbol delta(int layer) {
        return new Symbol(Role.DELTA, layer);
    }

    public static Symbol back(int layer) {
        return new Symbol(Role.BACK, layer);
    }

    public static Symbol weight(int layer) {
        return new Symbol(Role.WEIGHT, layer);
    }

    public static Symbol bias(int layer) {
        return new Symbol(Role.BIAS, layer);
    }

    public static Symbol gradient(int layer) {
        return new Symbol(Role.GRADIENT, layer);
    }

    public static Symbol biasGradient(int layer) {
        return new Symbol(Role.BIAS_GRADIENT, layer);
    }

    /** Of a weight or bias. */
    public Symbol gradient() {
        return role == Role.BIAS ? biasGradient(layer) : gradient(layer);
    }

    /** After the update: of a weight or bias. */
    public Symbol updated() {
        return new Symbol(role == Role.BIAS ? Role.NEW_BIAS : Role.NEW_WEIGHT, layer);
    }

    /** Standard name, as in the project's own traces: {@code layer1.weight.gradient}. */
    public String standardName() {
        return switch (role) {
            case ACTIVATION -> layer == 0 ? "input" : "layer" + layer + ".activation";
            case LOGITS -> "layer" + layer + ".logits";
            case UNDROPPED -> "layer" + layer + ".undropped";
            case MASK -> "layer" + layer + ".mask";
            case TARGET -> "target";
            case ERROR -> "error";
            case BACK -> "layer" + layer + ".error";
            case DELTA -> "layer" + layer + ".delta";
            case WEIGHT, NEW_WEIGHT -> "layer" + layer + ".weight";
            case BIAS, NEW_BIAS -> "layer" + layer + ".bias";
            case GRADIENT -> "layer" + layer + ".weight.gradient";
            case BIAS_GRADIENT -> "layer" + layer + ".bias.gradient";
        };
    }
}
