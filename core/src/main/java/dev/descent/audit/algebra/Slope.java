package dev.descent.audit.algebra;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A factor that programs use as an activation's derivative: right ones and the usual wrong ones. The same form is right or
 * wrong by what it is applied to: x·(1 − x) is the sigmoid's derivative of an activation, and wrong of a logit.
 *
 * @param form which expression of x
 * @param parameter slope below zero of the leaky forms, α of ELU's and SELU's
 */
public record Slope(Form form, double parameter) {
    /** Expressions of one array. */
    public enum Form {
        /** x (1 − x): sigmoid's, of the activation. */
        LOGISTIC("%1$s * (1 - %1$s)"),
        /** σ(x) (1 − σ(x)): sigmoid's, of the logit. */
        LOGISTIC_OF_LOGIT("sigmoid(%1$s) * (1 - sigmoid(%1$s))"),
        /** 1 − x²: tanh's, of the activation. */
        TANH("(1 - %1$s**2)"),
        /** 1 − tanh²(x): tanh's, of the logit. */
        TANH_OF_LOGIT("(1 - np.tanh(%1$s)**2)"),
        /** LeCun's tanh's, of the activation. */
        LECUN_TANH("(1.7159**2 - %1$s**2) * 2 / 3 / 1.7159"),
        /** The same, of the logit. */
        LECUN_TANH_OF_LOGIT("(1 - np.tanh(2 / 3 * %1$s)**2) * 2 / 3 * 1.7159"),
        /** (1 + x)(1 − x) / 2: the bipolar sigmoid's, of the activation. */
        BIPOLAR("(1 - %1$s**2) / 2"),
        /** The same, of the logit. */
        BIPOLAR_OF_LOGIT("(1 - np.tanh(%1$s / 2)**2) / 2"),
        /** x &gt; 0: ReLU's, of either. */
        GATE("(%1$s > 0)"),
        /** x ≥ 0: ReLU's with the other convention at 0. */
        GATE_OR_ZERO("(%1$s >= 0)"),
        /** x &lt; 0: the gate turned round. */
        GATE_REVERSED("(%1$s < 0)"),
        /** 1 above zero, the parameter below. */
        LEAKY_GATE("np.where(%1$s > 0, 1, %2$s)"),
        /** ELU's, of the activation: 1 above zero, x + α below. */
        ELU("np.where(%1$s > 0, 1, %1$s + %2$s)"),
        /** σ(x): softplus's, of the logit. */
        SIGMOID("sigmoid(%1$s)"),
        /** SiLU's, of the logit. */
        SILU_OF_LOGIT("silu_derivative(%1$s)"),
        /** GELU's (tanh form), of the logit. */
        GELU_OF_LOGIT("gelu_derivative(%1$s)"),
        /** That of the GELU with the error function, of the logit. */
        EXACT_GELU_OF_LOGIT("gelu_derivative(%1$s)"),
        /** SELU's, of the logit. */
        SELU_OF_LOGIT("selu_derivative(%1$s)"),
        /** Softsign's, of the activation. */
        SOFTSIGN("(1 - np.abs(%1$s))**2"),
        /** The same, of the logit. */
        SOFTSIGN_OF_LOGIT("1 / (1 + np.abs(%1$s))**2"),
        /** Mish's, of the logit. */
        MISH_OF_LOGIT("mish_derivative(%1$s)"),
        /** cos(x): the sine's, of the logit. */
        COSINE("np.cos(%1$s)"),
        /** 1 / (1 + x²): the arctan's, of the logit. */
        ARCTAN_OF_LOGIT("1 / (1 + %1$s**2)"),
        /** −1 &lt; x &lt; 1: the hard tanh's, of either. */
        WINDOW("(np.abs(%1$s) < 1)"),
        /** 0.2 where 0 &lt; x &lt; 1: the hard sigmoid's, of the activation. */
        HARD_SIGMOID("0.2 * ((%1$s > 0) & (%1$s < 1))"),
        /** The same, of the logit. */
        HARD_SIGMOID_OF_LOGIT("0.2 * (np.abs(%1$s) < 2.5)"),
        /** x itself. */
        SELF("%1$s"),
        /** 1 − x. */
        COMPLEMENT("(1 - %1$s)"),
        /** x². */
        SQUARE("%1$s**2"),
        /** x (1 + x): the sign slipped. */
        LOGISTIC_PLUS("%1$s * (1 + %1$s)"),
        /** 1 + x²: the sign slipped. */
        TANH_PLUS("(1 + %1$s**2)"),
        /** exp(x). */
        EXPONENTIAL("np.exp(%1$s)"),
        /** tanh(x). */
        TANH_VALUE("np.tanh(%1$s)"),
        /** ReLU(x). */
        RECTIFIED("np.maximum(%1$s, 0)"),
        /** 1 / (x (1 − x)), which undoes the sigmoid's derivative. */
        LOGISTIC_INVERSE("/ (%1$s * (1 - %1$s))");

        private final String pattern;

        Form(String pattern) {
            this.pattern = pattern;
        }
    }

    public Slope(Form form) {
        this(form, 0);
    }

    public double value(double x) {
        return switch (form) {
            case LOGISTIC -> x * (1 - x);
            case LOGISTIC_OF_LOGIT -> Nonlinearity.SIGMOID.slope(x);
            case TANH -> 1 - x * x;
            case TANH_OF_LOGIT -> Nonlinearity.TANH.slope(x);
            case LECUN_TANH ->
                2 / (3 * Nonlinearity.LECUN_HEIGHT) * (Nonlinearity.LECUN_HEIGHT * Nonlinearity.LECUN_HEIGHT - x * x);
            case LECUN_TANH_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.LECUN_TANH).slope(x);
            case BIPOLAR -> 0.5 * (1 - x * x);
            case BIPOLAR_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.BIPOLAR_SIGMOID).slope(x);
            case GATE -> x > 0 ? 1 : 0;
            case GATE_OR_ZERO -> x >= 0 ? 1 : 0;
            case GATE_REVERSED -> x < 0 ? 1 : 0;
            case LEAKY_GATE -> x > 0 ? 1 : parameter;
            case ELU -> x > 0 ? 1 : x + parameter;
            case SIGMOID -> Nonlinearity.sigmoid(x);
            case SILU_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.SILU).slope(x);
            case GELU_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.GELU).slope(x);
            case EXACT_GELU_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.EXACT_GELU).slope(x);
            case SELU_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.SELU, parameter).slope(x);
            case SOFTSIGN -> (1 - Math.abs(x)) * (1 - Math.abs(x));
            case SOFTSIGN_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.SOFTSIGN).slope(x);
            case MISH_OF_LOGIT -> new Nonlinearity(Nonlinearity.Kind.MISH).slope(x);
            case COSINE -> Math.cos(x);
            case ARCTAN_OF_LOGIT -> 1 / (1 + x * x);
            case WINDOW -> Math.abs(x) < 1 ? 1 : 0;
            case HARD_SIGMOID -> x > 0 && x < 1 ? 0.2 : 0;
            case HARD_SIGMOID_OF_LOGIT -> Math.abs(x) < 2.5 ? 0.2 : 0;
            case SELF -> x;
            case COMPLEMENT -> 1 - x;
            case SQUARE -> x * x;
            case LOGISTIC_PLUS -> x * (1 + x);
            case TANH_PLUS -> 1 + x * x;
            case EXPONENTIAL -> Math.exp(x);
            case TANH_VALUE -> Math.tanh(x);
            case RECTIFIED -> Math.max(x, 0);
            case LOGISTIC_INVERSE -> 1 / (x * (1 - x));
        };
    }

    public Matrix apply(Matrix x) {
        return switch (form) {
            // Gates jump: an error of the argument says nothing about the error of the gate.
            case GATE, GATE_OR_ZERO, GATE_REVERSED, LEAKY_GATE, WINDOW, HARD_SIGMOID, HARD_SIGMOID_OF_LOGIT ->
                x.mapExactly(this::value);
            // 1 - x cancels near 1: the bound must remember the 1.
            case LOGISTIC -> x.by(Matrix.filled(1, 1, 1).minus(x));
            case TANH -> Matrix.filled(1, 1, 1).minus(x.by(x));
            case LECUN_TANH ->
                Matrix.filled(1, 1, Nonlinearity.LECUN_HEIGHT * Nonlinearity.LECUN_HEIGHT)
                        .minus(x.by(x))
                        .scaled(2 / (3 * Nonlinearity.LECUN_HEIGHT));
            case BIPOLAR -> Matrix.filled(1, 1, 1).minus(x.by(x)).scaled(0.5);
            case COMPLEMENT -> Matrix.filled(1, 1, 1).minus(x);
            case SOFTSIGN -> {
                Matrix rest = Matrix.filled(1, 1, 1).minus(x.map(Math::abs));
                yield rest.by(rest);
            }
            case TANH_OF_LOGIT -> {
                Matrix tanh = x.map(Math::tanh);
                yield Matrix.filled(1, 1, 1).minus(tanh.by(tanh));
            }
            case LOGISTIC_OF_LOGIT -> {
                Matrix sigmoid = x.map(Nonlinearity::sigmoid);
                yield sigmoid.by(Matrix.filled(1, 1, 1).minus(sigmoid));
            }
            default -> x.map(this::value);
        };
    }

    String print(String argument) {
        return form.pattern.formatted(argument, parameter);
    }

    /** Where a program can take a derivative from. */
    public enum Argument {
        ACTIVATION,
        LOGITS
    }

    /** A slope and what it is applied to. */
    public record Applied(Slope slope, Argument argument) {}

    private static final List<Double> LEAKS = List.of(0.01, 0.1, 0.2, 0.3, 0.05, 0.001);

    private static final Set<Form> RARE = EnumSet.of(
            Form.LECUN_TANH,
            Form.LECUN_TANH_OF_LOGIT,
            Form.BIPOLAR,
            Form.BIPOLAR_OF_LOGIT,
            Form.SELU_OF_LOGIT,
            Form.SOFTSIGN,
            Form.SOFTSIGN_OF_LOGIT,
            Form.MISH_OF_LOGIT,
            Form.COSINE,
            Form.ARCTAN_OF_LOGIT,
            Form.WINDOW,
            Form.HARD_SIGMOID,
            Form.HARD_SIGMOID_OF_LOGIT);

    /** Every right way to write the derivative of an activation; empty for the identity, whose derivative is 1, and softmax. */
    public static List<Applied> exact(Nonlinearity activation) {
        double steepness = activation.steepness();
        // Of one with a slip the derivative that is meant.
        return switch (activation.meant().kind()) {
            case SIGMOID ->
                List.of(
                        new Applied(new Slope(Form.LOGISTIC), Argument.ACTIVATION),
                        new Applied(new Slope(Form.LOGISTIC_OF_LOGIT), Argument.LOGITS));
            case TANH ->
                List.of(
                        new Applied(new Slope(Form.TANH), Argument.ACTIVATION),
                        new Applied(new Slope(Form.TANH_OF_LOGIT), Argument.LOGITS));
            case LECUN_TANH ->
                List.of(
                        new Applied(new Slope(Form.LECUN_TANH), Argument.ACTIVATION),
                        new Applied(new Slope(Form.LECUN_TANH_OF_LOGIT), Argument.LOGITS));
            case BIPOLAR_SIGMOID ->
                List.of(
                        new Applied(new Slope(Form.BIPOLAR), Argument.ACTIVATION),
                        new Applied(new Slope(Form.BIPOLAR_OF_LOGIT), Argument.LOGITS));
            case RELU ->
                List.of(
                        new Applied(new Slope(Form.GATE), Argument.ACTIVATION),
                        new Applied(new Slope(Form.GATE), Argument.LOGITS),
                        new Applied(new Slope(Form.GATE_OR_ZERO), Argument.LOGITS));
            case LEAKY_RELU ->
                List.of(
                        new Applied(new Slope(Form.LEAKY_GATE, steepness), Argument.ACTIVATION),
                        new Applied(new Slope(Form.LEAKY_GATE, steepness), Argument.LOGITS));
            case ELU -> List.of(new Applied(new Slope(Form.ELU, steepness), Argument.ACTIVATION));
            case SOFTPLUS -> List.of(new Applied(new Slope(Form.SIGMOID), Argument.LOGITS));
            case SILU -> List.of(new Applied(new Slope(Form.SILU_OF_LOGIT), Argument.LOGITS));
            case GELU -> List.of(new Applied(new Slope(Form.GELU_OF_LOGIT), Argument.LOGITS));
            case EXACT_GELU -> List.of(new Applied(new Slope(Form.EXACT_GELU_OF_LOGIT), Argument.LOGITS));
            case SELU -> List.of(new Applied(new Slope(Form.SELU_OF_LOGIT, steepness), Argument.LOGITS));
            case SOFTSIGN ->
                List.of(
                        new Applied(new Slope(Form.SOFTSIGN), Argument.ACTIVATION),
                        new Applied(new Slope(Form.SOFTSIGN_OF_LOGIT), Argument.LOGITS));
            case MISH -> List.of(new Applied(new Slope(Form.MISH_OF_LOGIT), Argument.LOGITS));
            case SINE -> List.of(new Applied(new Slope(Form.COSINE), Argument.LOGITS));
            case ARCTAN -> List.of(new Applied(new Slope(Form.ARCTAN_OF_LOGIT), Argument.LOGITS));
            case HARD_TANH ->
                List.of(
                        new Applied(new Slope(Form.WINDOW), Argument.ACTIVATION),
                        new Applied(new Slope(Form.WINDOW), Argument.LOGITS));
            case HARD_SIGMOID ->
                List.of(
                        new Applied(new Slope(Form.HARD_SIGMOID), Argument.ACTIVATION),
                        new Applied(new Slope(Form.HARD_SIGMOID_OF_LOGIT), Argument.LOGITS));
            case EXPONENTIAL -> List.of(new Applied(new Slope(Form.SELF), Argument.ACTIVATION));
            default -> List.of();
        };
    }

    /** Those of the right ways that take the activation. */
    public static List<Slope> ofActivation(Nonlinearity activation) {
        return exact(activation).stream()
                .filter(applied -> applied.argument() == Argument.ACTIVATION)
                .map(Applied::slope)
                .toList();
    }

    /** Everything a program may have used instead, the exact ones among them; derivatives of rare activations only where one is. */
    public static List<Applied> all(Nonlinearity activation) {
        List<Applied> all = new ArrayList<>();
        for (Form form : Form.values()) {
            boolean rare = RARE.contains(form)
                    && exact(activation).stream()
                            .noneMatch(applied -> applied.slope().form() == form);
            if (rare) {
                continue;
            }
            for (Argument argument : Argument.values()) {
                parameters(form, activation)
                        .forEach(parameter -> all.add(new Applied(new Slope(form, parameter), argument)));
            }
        }
        return all;
    }

    private static DoubleStream parameters(Form form, Nonlinearity activation) {
        double own = activation.steepness();
        return switch (form) {
            case LEAKY_GATE ->
                activation.meant().kind() == Nonlinearity.Kind.LEAKY_RELU
                                && LEAKS.stream().noneMatch(leak -> leak == own)
                        ? DoubleStream.concat(DoubleStream.of(own), leaks())
                        : leaks();
            case ELU -> DoubleStream.of(activation.kind() == Nonlinearity.Kind.ELU ? own : 1);
            case SELU_OF_LOGIT -> DoubleStream.of(own);
            default -> DoubleStream.of(0);
        };
    }

    private static DoubleStream leaks() {
        return LEAKS.stream().mapToDouble(leak -> leak);
    }
}
