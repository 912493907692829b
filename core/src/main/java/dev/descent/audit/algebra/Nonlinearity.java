package dev.descent.audit.algebra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An activation as the audit looks for it.
 *
 * @param kind which function
 * @param steepness slope of {@link Kind#LEAKY_RELU} below zero, α of {@link Kind#ELU} and {@link Kind#SELU}, value at 0 of
 *     {@link Kind#STEP} and {@link Kind#SIGN}; without meaning for the others
 */
public record Nonlinearity(Kind kind, double steepness) {
    /** The functions known. */
    public enum Kind {
        IDENTITY("identity"),
        SIGMOID("sigmoid"),
        TANH("tanh"),
        RELU("ReLU"),
        LEAKY_RELU("leaky ReLU"),
        ELU("ELU"),
        SOFTPLUS("softplus"),
        SILU("SiLU"),
        GELU("GELU"),
        /** z · Φ(z) with the error function, of which {@link #GELU} is an approximation. */
        EXACT_GELU("exact GELU"),
        /** 1.7159 tanh(2z/3) (LeCun and others 1998). */
        LECUN_TANH("LeCun's tanh"),
        /** 2σ(z) − 1, which is tanh(z/2): the bipolar sigmoid. */
        BIPOLAR_SIGMOID("bipolar sigmoid"),
        STEP("step"),
        /** −1 below zero, 1 above. */
        SIGN("sign"),
        /** λ ELU(z) with the constants of Klambauer and others 2017. */
        SELU("SELU"),
        /** z / (1 + |z|). */
        SOFTSIGN("softsign"),
        /** z tanh(softplus(z)) (Misra 2019). */
        MISH("Mish"),
        SINE("sine"),
        ARCTAN("arctan"),
        /** z, held between −1 and 1. */
        HARD_TANH("hard tanh"),
        /** 0.2 z + 0.5, held between 0 and 1. */
        HARD_SIGMOID("hard sigmoid"),
        /** 1 / (1 + exp(z)): a sigmoid whose minus was forgotten. */
        SIGMOID_OF_MINUS("sigmoid without its minus"),
        /** 1 / (1 − exp(−z)): a sigmoid whose plus became a minus, which is infinite at 0. */
        SIGMOID_OF_DIFFERENCE("sigmoid with a difference below"),
        /** A ReLU, or leaky one, that keeps what is below zero: its comparison has turned. */
        TURNED_RELU("ReLU of the other side"),
        SOFTMAX("softmax"),
        /** Softmax whose sum runs over the samples. */
        SOFTMAX_OVER_SAMPLES("softmax over the samples"),
        /** Exponentials over the sum of all of them, of every sample and unit. */
        SOFTMAX_OVER_EVERYTHING("softmax over everything"),
        /** The same where each row's largest is taken off before. */
        SOFTMAX_OF_SHIFTED_OVER_EVERYTHING("softmax over everything, of rows less their largest"),
        /** Exponentials over the mean of the row, not its sum: it sums to the number of classes. */
        SOFTMAX_OVER_MEAN("exponentials over their mean"),
        /** Softmax of the logits with their sign turned. */
        SOFTMAX_OF_MINUS("softmax of the minus"),
        /** Softmax of logits from which not each sample's largest is taken, but each unit's over the samples. */
        SOFTMAX_LESS_LARGEST_OF_UNITS("softmax less the largest of each unit"),
        /** Softmax of what already is one. */
        SOFTMAX_TWICE("softmax of a softmax"),
        /** exp(z) without the division. */
        EXPONENTIAL("exp");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private static final Set<Kind> SOFTMAXES = EnumSet.of(
            Kind.SOFTMAX,
            Kind.SOFTMAX_OVER_SAMPLES,
            Kind.SOFTMAX_OVER_EVERYTHING,
            Kind.SOFTMAX_OF_SHIFTED_OVER_EVERYTHING,
            Kind.SOFTMAX_OVER_MEAN,
            Kind.SOFTMAX_OF_MINUS,
            Kind.SOFTMAX_LESS_LARGEST_OF_UNITS,
            Kind.SOFTMAX_TWICE);

    /** α of the SELU, and as programs round it; λ beside it is rounded alike. */
    private static final double SELU_ALPHA = 1.6732632423543772;

    private static final double SELU_ALPHA_ROUNDED = 1.67326;

    public static final Nonlinearity IDENTITY = new Nonlinearity(Kind.IDENTITY);
    public static final Nonlinearity SIGMOID = new Nonlinearity(Kind.SIGMOID);
    public static final Nonlinearity TANH = new Nonlinearity(Kind.TANH);
    public static final Nonlinearity RELU = new Nonlinearity(Kind.RELU);
    public static final Nonlinearity SOFTMAX = new Nonlinearity(Kind.SOFTMAX);
    public static final Nonlinearity SOFTMAX_OVER_SAMPLES = new Nonlinearity(Kind.SOFTMAX_OVER_SAMPLES);

    public static final Nonlinearity SOFTMAX_OVER_EVERYTHING = new Nonlinearity(Kind.SOFTMAX_OVER_EVERYTHING);
    public static final Nonlinearity SOFTMAX_OF_SHIFTED_OVER_EVERYTHING =
            new Nonlinearity(Kind.SOFTMAX_OF_SHIFTED_OVER_EVERYTHING);
    public static final Nonlinearity SOFTMAX_OVER_MEAN = new Nonlinearity(Kind.SOFTMAX_OVER_MEAN);
    public static final Nonlinearity SOFTMAX_OF_MINUS = new Nonlinearity(Kind.SOFTMAX_OF_MINUS);
    public static final Nonlinearity SOFTMAX_LESS_LARGEST_OF_UNITS =
            new Nonlinearity(Kind.SOFTMAX_LESS_LARGEST_OF_UNITS);
    public static final Nonlinearity SOFTMAX_TWICE = new Nonlinearity(Kind.SOFTMAX_TWICE);

    /** Element-wise ones, the commonest first; the identity last, as a ReLU that never closes looks like it. */
    public static final List<Nonlinearity> ELEMENTWISE = List.of(
            SIGMOID,
            TANH,
            RELU,
            new Nonlinearity(Kind.LEAKY_RELU, 0.01),
            new Nonlinearity(Kind.LEAKY_RELU, 0.1),
            new Nonlinearity(Kind.LEAKY_RELU, 0.2),
            new Nonlinearity(Kind.LEAKY_RELU, 0.3),
            new Nonlinearity(Kind.LEAKY_RELU, 0.05),
            new Nonlinearity(Kind.LEAKY_RELU, 0.001),
            new Nonlinearity(Kind.ELU, 1),
            new Nonlinearity(Kind.SOFTPLUS),
            new Nonlinearity(Kind.SILU),
            new Nonlinearity(Kind.GELU),
            new Nonlinearity(Kind.EXACT_GELU),
            new Nonlinearity(Kind.LECUN_TANH),
            new Nonlinearity(Kind.BIPOLAR_SIGMOID),
            new Nonlinearity(Kind.STEP),
            new Nonlinearity(Kind.STEP, 1),
            new Nonlinearity(Kind.SIGN),
            new Nonlinearity(Kind.SIGN, 1),
            new Nonlinearity(Kind.SIGN, -1),
            new Nonlinearity(Kind.SELU, SELU_ALPHA),
            new Nonlinearity(Kind.SELU, SELU_ALPHA_ROUNDED),
            new Nonlinearity(Kind.SOFTSIGN),
            new Nonlinearity(Kind.MISH),
            new Nonlinearity(Kind.SINE),
            new Nonlinearity(Kind.ARCTAN),
            new Nonlinearity(Kind.HARD_TANH),
            new Nonlinearity(Kind.HARD_SIGMOID),
            new Nonlinearity(Kind.EXPONENTIAL),
            new Nonlinearity(Kind.SIGMOID_OF_MINUS),
            new Nonlinearity(Kind.SIGMOID_OF_DIFFERENCE),
            new Nonlinearity(Kind.TURNED_RELU),
            new Nonlinearity(Kind.TURNED_RELU, 0.01),
            new Nonlinearity(Kind.TURNED_RELU, 0.1),
            new Nonlinearity(Kind.TURNED_RELU, 0.2),
            IDENTITY);

    /** What a hidden layer is likely to be when a dump leaves it out. */
    public static final List<Nonlinearity> USUAL_HIDDEN =
            List.of(SIGMOID, TANH, RELU, new Nonlinearity(Kind.LEAKY_RELU, 0.01), IDENTITY);

    /** Of {@link Kind#LECUN_TANH}: how high it goes. */
    static final double LECUN_HEIGHT = 1.7159;

    private static final double LECUN_STRETCH = 2.0 / 3;

    public Nonlinearity(Kind kind) {
        this(kind, 0);
    }

    public boolean isSoftmax() {
        return SOFTMAXES.contains(kind);
    }

    /** Whether an output depends on the other samples too. */
    public boolean mixesSamples() {
        return kind == Kind.SOFTMAX_OVER_SAMPLES || kind == Kind.SOFTMAX_LESS_LARGEST_OF_UNITS || isOverEverything();
    }

    /** Exponentials over one sum. */
    public boolean isOverEverything() {
        return kind == Kind.SOFTMAX_OVER_EVERYTHING || kind == Kind.SOFTMAX_OF_SHIFTED_OVER_EVERYTHING;
    }

    /** Flat on both sides of zero. */
    public boolean isStep() {
        return kind == Kind.STEP || kind == Kind.SIGN;
    }

    /** Linear between two bounds. */
    public boolean isClamp() {
        return kind == Kind.HARD_TANH || kind == Kind.HARD_SIGMOID;
    }

    /** The function that was meant where this is one with a slip in it, else this. */
    public Nonlinearity meant() {
        return switch (kind) {
            case SIGMOID_OF_MINUS, SIGMOID_OF_DIFFERENCE -> SIGMOID;
            case TURNED_RELU -> steepness == 0 ? RELU : new Nonlinearity(Kind.LEAKY_RELU, steepness);
            case SOFTMAX_OVER_MEAN, SOFTMAX_OF_MINUS, SOFTMAX_LESS_LARGEST_OF_UNITS -> SOFTMAX;
            default -> this;
        };
    }

    public boolean isSlipped() {
        return !meant().equals(this);
    }

    public boolean isIdentity() {
        return kind == Kind.IDENTITY;
    }

    /** Flat far from zero on both sides, so that large logits stop learning. */
    public boolean saturates() {
        return switch (kind) {
            case SIGMOID,
                    TANH,
                    LECUN_TANH,
                    BIPOLAR_SIGMOID,
                    STEP,
                    SIGN,
                    SOFTSIGN,
                    HARD_TANH,
                    HARD_SIGMOID,
                    SIGMOID_OF_MINUS -> true;
            default -> false;
        };
    }

    /** Of one logit; without meaning for softmax. */
    public double value(double z) {
        return switch (kind) {
            case SIGMOID -> sigmoid(z);
            case TANH -> Math.tanh(z);
            case RELU -> z > 0 || Double.isNaN(z) ? z : 0;
            case LEAKY_RELU -> z > 0 ? z : steepness * z;
            case ELU -> z > 0 ? z : steepness * Math.expm1(z);
            case SOFTPLUS -> softplus(z);
            case SILU -> z * sigmoid(z);
            case GELU -> 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
            case EXACT_GELU -> 0.5 * z * (1 + erf(z / Math.sqrt(2)));
            case LECUN_TANH -> LECUN_HEIGHT * Math.tanh(LECUN_STRETCH * z);
            case BIPOLAR_SIGMOID -> Math.tanh(0.5 * z);
            case STEP -> z > 0 ? 1 : z < 0 ? 0 : steepness;
            case SIGN -> z > 0 ? 1 : z < 0 ? -1 : steepness;
            case SELU -> seluScale() * (z > 0 ? z : steepness * Math.expm1(z));
            case SOFTSIGN -> z / (1 + Math.abs(z));
            case MISH -> z * Math.tanh(softplus(z));
            case SINE -> Math.sin(z);
            case ARCTAN -> Math.atan(z);
            case HARD_TANH -> Math.clamp(z, -1.0, 1.0);
            case HARD_SIGMOID -> Math.clamp(0.2 * z + 0.5, 0.0, 1.0);
            case SIGMOID_OF_MINUS -> sigmoid(-z);
            case SIGMOID_OF_DIFFERENCE -> 1 / (1 - Math.exp(-z));
            case TURNED_RELU -> z < 0 ? z : steepness * z;
            case EXPONENTIAL -> Math.exp(z);
            default -> z;
        };
    }

    private double seluScale() {
        return steepness == SELU_ALPHA_ROUNDED ? 1.0507 : 1.0507009873554805;
    }

    private static double softplus(double z) {
        return z > 30 ? z : Math.log1p(Math.exp(z));
    }

    /** dvalue/dz at a logit. */
    public double slope(double z) {
        return switch (kind) {
            case SIGMOID -> sigmoid(z) * sigmoid(-z);
            case TANH -> 1 - Math.tanh(z) * Math.tanh(z);
            case RELU -> z > 0 ? 1 : 0;
            case LEAKY_RELU -> z > 0 ? 1 : steepness;
            case ELU -> z > 0 ? 1 : steepness * Math.exp(z);
            case SOFTPLUS -> sigmoid(z);
            case SILU -> sigmoid(z) * (1 + z * sigmoid(-z));
            case GELU -> {
                double root = Math.sqrt(2 / Math.PI);
                double tanh = Math.tanh(root * (z + 0.044715 * z * z * z));
                yield 0.5 * (1 + tanh) + 0.5 * z * (1 - tanh * tanh) * root * (1 + 3 * 0.044715 * z * z);
            }
            case EXACT_GELU -> 0.5 * (1 + erf(z / Math.sqrt(2))) + z * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            case LECUN_TANH -> LECUN_HEIGHT * LECUN_STRETCH * TANH.slope(LECUN_STRETCH * z);
            case BIPOLAR_SIGMOID -> 0.5 * TANH.slope(0.5 * z);
            case STEP, SIGN -> 0;
            case SELU -> seluScale() * (z > 0 ? 1 : steepness * Math.exp(z));
            case SOFTSIGN -> 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z)));
            case MISH -> {
                double tanh = Math.tanh(softplus(z));
                yield tanh + z * (1 - tanh * tanh) * sigmoid(z);
            }
            case SINE -> Math.cos(z);
            case ARCTAN -> 1 / (1 + z * z);
            case HARD_TANH -> Math.abs(z) < 1 ? 1 : 0;
            case HARD_SIGMOID -> Math.abs(z) < 2.5 ? 0.2 : 0;
            case SIGMOID_OF_MINUS -> -sigmoid(z) * sigmoid(-z);
            case SIGMOID_OF_DIFFERENCE -> -Math.exp(-z) / ((1 - Math.exp(-z)) * (1 - Math.exp(-z)));
            case TURNED_RELU -> z < 0 ? 1 : steepness;
            case EXPONENTIAL -> Math.exp(z);
            default -> 1;
        };
    }

    /** The logit that gives this activation, NaN where there is none or it is badly determined. */
    public double logit(double a) {
        return switch (kind) {
            case IDENTITY -> a;
            case SIGMOID -> a > 0 && a < 1 - 1e-9 ? Math.log(a) - Math.log1p(-a) : Double.NaN;
            case TANH -> Math.abs(a) < 1 - 1e-9 ? 0.5 * (Math.log1p(a) - Math.log1p(-a)) : Double.NaN;
            case LECUN_TANH -> TANH.logit(a / LECUN_HEIGHT) / LECUN_STRETCH;
            case BIPOLAR_SIGMOID -> 2 * TANH.logit(a);
            case RELU -> a > 0 ? a : Double.NaN;
            case LEAKY_RELU -> a > 0 ? a : a / steepness;
            case ELU -> a > 0 ? a : a > -steepness * (1 - 1e-9) ? Math.log1p(a / steepness) : Double.NaN;
            case SELU -> a > 0 ? a / seluScale() : new Nonlinearity(Kind.ELU, steepness).logit(a / seluScale());
            case SOFTSIGN -> Math.abs(a) < 1 - 1e-9 ? a / (1 - Math.abs(a)) : Double.NaN;
            case ARCTAN -> Math.abs(a) < 1.5 ? Math.tan(a) : Double.NaN;
            case SOFTPLUS -> a > 0 ? a + Math.log(-Math.expm1(-a)) : Double.NaN;
            case EXPONENTIAL -> a > 0 ? Math.log(a) : Double.NaN;
            default -> Double.NaN;
        };
    }

    /**
     * The leaky ReLU or ELU with another slope or α than the usual ones that gives an activation at a logit below zero; none where neither
     * does. Only numbers of few digits, as programs have them.
     */
    public static List<Nonlinearity> fitted(double activation, double logit) {
        if (!(activation < 0 && logit < 0)) {
            return List.of();
        }
        List<Nonlinearity> fitted = new ArrayList<>(2);
        double slope = fewDigits(activation / logit);
        if (slope < 1 && near(slope * logit, activation)) {
            fitted.add(new Nonlinearity(Kind.LEAKY_RELU, slope));
        }
        double alpha = fewDigits(activation / Math.expm1(logit));
        if (alpha < 10 && near(alpha * Math.expm1(logit), activation)) {
            fitted.add(new Nonlinearity(Kind.ELU, alpha));
        }
        fitted.removeIf(ELEMENTWISE::contains);
        return fitted;
    }

    private static boolean near(double one, double other) {
        return Math.abs(one - other) < 1e-4 * Math.abs(other);
    }

    /** Rounded to three digits; NaN and infinity stay. */
    private static double fewDigits(double value) {
        double unit = Math.pow(10, 2 - Math.floor(Math.log10(Math.abs(value))));
        return Double.isFinite(unit) && value != 0 ? Math.rint(value * unit) / unit : value;
    }

    /** Of a matrix of logits [samples, units]. */
    public Matrix apply(Matrix logits) {
        return switch (kind) {
            case IDENTITY -> logits;
            case SOFTMAX -> softmax(logits);
            case SOFTMAX_OVER_SAMPLES -> softmax(logits.transpose()).transpose();
            case SOFTMAX_OVER_EVERYTHING -> overEverything(logits, logits.maximum());
            case SOFTMAX_OF_SHIFTED_OVER_EVERYTHING -> overEverything(lessLargest(logits), 0);
            case SOFTMAX_OVER_MEAN -> softmax(logits).scaled(logits.columns());
            case SOFTMAX_OF_MINUS -> softmax(logits.scaled(-1));
            case SOFTMAX_LESS_LARGEST_OF_UNITS ->
                softmax(lessLargest(logits.transpose()).transpose());
            case SOFTMAX_TWICE -> softmax(softmax(logits));
            case TANH, LECUN_TANH, BIPOLAR_SIGMOID, ELU, SELU, SOFTPLUS -> cancelling(logits.map(this::value));
            default -> logits.map(this::value);
        };
    }

    /** Programs make them of exponentials near 1, of which as many digits are left near 0 as beside 1. */
    private static Matrix cancelling(Matrix activations) {
        double[] bounds = new double[activations.size()];
        Arrays.setAll(bounds, i -> activations.bound(i) + 1);
        return Matrix.of(
                activations.rows(), activations.columns(), activations.values(), bounds, activations.epsilon());
    }

    private static Matrix softmax(Matrix logits) {
        double[] result = new double[logits.size()];
        double[] bounds = new double[logits.size()];
        int units = logits.columns();
        for (int row = 0; row < logits.rows(); row++) {
            int from = row * units;
            double top = Double.NEGATIVE_INFINITY;
            double error = 0;
            for (int i = from; i < from + units; i++) {
                top = Math.max(top, logits.at(i));
                error = Math.max(error, logits.bound(i));
            }
            double sum = 0;
            for (int i = from; i < from + units; i++) {
                result[i] = Math.exp(logits.at(i) - top);
                sum += result[i];
            }
            for (int i = from; i < from + units; i++) {
                result[i] /= sum;
                bounds[i] = result[i] * (4 + 2 * error);
            }
        }
        return Matrix.of(logits.rows(), units, result, bounds, logits.epsilon());
    }

    private static Matrix overEverything(Matrix logits, double top) {
        Matrix powers = logits.map(value -> Math.exp(value - top));
        return powers.scaled(1 / powers.sum());
    }

    private static Matrix lessLargest(Matrix logits) {
        double[] values = logits.values().clone();
        double[] bounds = new double[values.length];
        Arrays.setAll(bounds, logits::bound);
        for (int row = 0; row < logits.rows(); row++) {
            double top = logits.rows(row, row + 1).maximum();
            for (int i = row * logits.columns(); i < (row + 1) * logits.columns(); i++) {
                values[i] -= top;
            }
        }
        return Matrix.of(logits.rows(), logits.columns(), values, bounds, logits.epsilon());
    }

    /** The error function, by a series without cancellation: 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!! (Abramowitz and Stegun 7.1.6). */
    static double erf(double x) {
        if (!(Math.abs(x) < 6)) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    static double sigmoid(double z) {
        return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case LEAKY_RELU -> "leaky ReLU (" + steepness + ")";
            case ELU -> steepness == 1 ? kind.words : "ELU (" + steepness + ")";
            default -> kind.words;
        };
    }

    /** No value is below. */
    public double lowest() {
        if (isSoftmax()) {
            return 0;
        }
        return switch (kind) {
            case SIGMOID, RELU, STEP, SOFTPLUS, HARD_SIGMOID, SIGMOID_OF_MINUS, EXPONENTIAL -> 0;
            case TANH, BIPOLAR_SIGMOID, SIGN, SOFTSIGN, SINE, HARD_TANH -> -1;
            case ARCTAN -> -Math.PI / 2;
            case LECUN_TANH -> -LECUN_HEIGHT;
            case ELU -> -steepness;
            case SELU -> -steepness * seluScale();
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    /** No value is above. */
    public double highest() {
        if (isSoftmax()) {
            return kind == Kind.SOFTMAX_OVER_MEAN ? Double.POSITIVE_INFINITY : 1;
        }
        return switch (kind) {
            case SIGMOID,
                    TANH,
                    BIPOLAR_SIGMOID,
                    SIGN,
                    SOFTSIGN,
                    SINE,
                    HARD_TANH,
                    HARD_SIGMOID,
                    SIGMOID_OF_MINUS,
                    STEP -> 1;
            case ARCTAN -> Math.PI / 2;
            case LECUN_TANH -> LECUN_HEIGHT;
            default -> Double.POSITIVE_INFINITY;
        };
    }
}
