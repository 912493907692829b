package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A training program as beginners write it in NumPy, in many styles, with a fault or without; it leaves its arrays as a trace. */
final class Twin {
    /** How the program is written. */
    record Style(
            int[] sizes,
            Nonlinearity hidden,
            String loss,
            String optimizer,
            double rate,
            int samples,
            int batch,
            int iterations,
            boolean columns,
            boolean single,
            boolean biases,
            boolean errorIsTargetMinusOutput,
            boolean summed,
            boolean showsLogits,
            boolean showsDeltas,
            boolean showsGradients,
            boolean showsBefore,
            boolean labels,
            int language) {}

    private final Style style;
    private final String fault;
    private final Random random;
    private final int depth;
    private final Matrix[] weights;
    private final Matrix[] biases;
    private final Matrix[] first;
    private final Matrix[] second;
    private final Matrix[] summedUp;
    private final List<Map<String, NdArray>> iterations = new ArrayList<>();
    private final Matrix allInputs;
    private final int[] allLabels;
    private final Matrix allTargets;

    private Twin(Style style, String fault, long seed) {
        this.style = style;
        this.fault = fault;
        this.random = new Random(seed);
        this.depth = style.sizes().length - 1;
        this.weights = new Matrix[depth];
        this.biases = new Matrix[depth];
        this.first = new Matrix[2 * depth];
        this.second = new Matrix[2 * depth];
        this.summedUp = new Matrix[2 * depth];
        int inputs = style.sizes()[0];
        int outputs = style.sizes()[depth];
        double[] x = new double[style.samples() * inputs];
        this.allLabels = new int[style.samples()];
        int classes = Math.max(2, outputs);
        double[][] centres = new double[classes][inputs];
        for (double[] centre : centres) {
            for (int k = 0; k < inputs; k++) {
                centre[k] = random.nextDouble() < 0.4 ? random.nextDouble() : 0;
            }
        }
        double[] regression = new double[style.samples()];
        for (int s = 0; s < style.samples(); s++) {
            allLabels[s] = fault.equals("data-unshuffled") ? s * classes / style.samples() : random.nextInt(classes);
            for (int k = 0; k < inputs; k++) {
                boolean dark = k % 5 == 0 && inputs > 8;
                double value = Math.clamp(centres[allLabels[s]][k] + 0.15 * random.nextGaussian(), 0, 1);
                x[s * inputs + k] = dark ? 0 : value;
                regression[s] += Math.sin(k + 1) * value / Math.sqrt(inputs);
            }
        }
        double scale = fault.equals("inputs-unscaled") ? 255 : 1;
        this.allInputs =
                real(Matrix.of(style.samples(), inputs, x, Matrix.DOUBLE).scaled(scale));
        this.allTargets = targets(outputs, regression);
        for (int k = 0; k < depth; k++) {
            double spread = Math.sqrt((style.hidden().kind() == Nonlinearity.Kind.RELU ? 2.0 : 1.0) / style.sizes()[k]);
            spread = switch (fault) {
                case "init-too-large" -> k == 0 ? 30 : spread;
                case "init-too-small" -> 1e-9;
                case "init-zero" -> 0;
                default -> spread;
            };
            double[] w = new double[style.sizes()[k] * style.sizes()[k + 1]];
            for (int i = 0; i < w.length; i++) {
                w[i] = fault.equals("init-symmetric") ? 0.1 : spread * random.nextGaussian();
            }
            weights[k] = real(Matrix.of(style.sizes()[k], style.sizes()[k + 1], w, Matrix.DOUBLE));
            biases[k] = Matrix.filled(1, style.sizes()[k + 1], 0);
        }
    }

    private Matrix targets(int outputs, double[] regression) {
        double[] t = new double[style.samples() * outputs];
        for (int s = 0; s < style.samples(); s++) {
            for (int k = 0; k < outputs; k++) {
                int label = fault.equals("targets-misaligned") ? allLabels[(s + 1) % style.samples()] : allLabels[s];
                t[s * outputs + k] = style.loss().equals("linear-mse") && outputs == 1
                        ? regression[s]
                        : outputs == 1 ? label : label == k ? 1 : 0;
                if (style.loss().equals("tanh-mse")) {
                    t[s * outputs + k] = 0.9 * (2 * t[s * outputs + k] - 1);
                }
                if (fault.equals("targets-out-of-range")) {
                    t[s * outputs + k] *= 10;
                }
            }
        }
        return real(Matrix.of(style.samples(), outputs, t, Matrix.DOUBLE));
    }

    /** What a program of this style with this fault leaves; {@code ""} for a healthy one. */
    static Trace run(Style style, String fault, long seed) {
        Twin twin = new Twin(style, fault, seed);
        for (int t = 0; t < style.iterations(); t++) {
            twin.iterate(t);
        }
        return Trace.of("seed " + seed, twin.iterations);
    }

    private Matrix real(Matrix value) {
        double[] values = value.values().clone();
        if (style.single()) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
        }
        return Matrix.of(value.rows(), value.columns(), values, Matrix.DOUBLE);
    }

    private Nonlinearity output() {
        return switch (style.loss()) {
            case "softmax-ce" ->
                fault.equals("softmax-wrong-axis") ? Nonlinearity.SOFTMAX_OVER_SAMPLES : Nonlinearity.SOFTMAX;
            case "linear-mse" -> Nonlinearity.IDENTITY;
            case "tanh-mse" -> Nonlinearity.TANH;
            default -> Nonlinearity.SIGMOID;
        };
    }

    private void iterate(int t) {
        int n = style.batch() == 0 ? style.samples() : style.batch();
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = (t * n + i) % style.samples();
        }
        Matrix x = allInputs.rows(rows);
        Matrix y = allTargets.rows(rows);
        Matrix[] z = new Matrix[depth];
        Matrix[] a = new Matrix[depth];
        Matrix current = x;
        for (int k = 0; k < depth; k++) {
            z[k] = real(current.times(weights[k]));
            if (style.biases()) {
                z[k] = real(z[k].plus(biases[k]));
            }
            Nonlinearity f = k == depth - 1 ? output() : style.hidden();
            if (fault.equals("activation-missing") && k < depth - 1) {
                f = Nonlinearity.IDENTITY;
            }
            a[k] = real(f.apply(z[k]));
            current = a[k];
        }
        Matrix error = real(style.errorIsTargetMinusOutput() ? y.minus(a[depth - 1]) : a[depth - 1].minus(y));
        Matrix[] delta = new Matrix[depth];
        Matrix[] back = new Matrix[depth];
        delta[depth - 1] = outputDelta(error, z[depth - 1], a[depth - 1]);
        for (int k = depth - 2; k >= 0; k--) {
            Matrix through = weights[k + 1];
            if (fault.equals("backprop-wrong-weights")) {
                through = real(through.plus(a[k].transposeTimes(delta[k + 1]).scaled(-1.0 * style.rate() / n)));
            }
            back[k] = real(delta[k + 1].times(through.transpose()));
            delta[k] = hiddenDelta(back[k], z[k], a[k]);
        }
        Map<String, Matrix> before = new LinkedHashMap<>();
        Map<String, Matrix> gradients = new LinkedHashMap<>();
        double sign = style.errorIsTargetMinusOutput() ? 1 : -1;
        sign *= fault.equals("step-ascends") ? -1 : 1;
        Matrix[] oldWeights = weights.clone();
        Matrix[] oldBiases = biases.clone();
        for (int k = 0; k < depth; k++) {
            Matrix input = k == 0 ? x : a[k - 1];
            if (fault.equals("gradient-wrong") && k == depth - 1 && depth > 1) {
                input = z[k - 1];
            }
            Matrix g = input.transposeTimes(delta[k]);
            Matrix gb = fault.equals("gradient-wrong-axis")
                    ? Matrix.filled(1, g.columns(), delta[k].sum())
                    : delta[k].sumOfRows();
            if (!style.summed()) {
                g = g.scaled(1.0 / n);
                gb = gb.scaled(1.0 / n);
            }
            g = accumulated(real(g), k);
            gb = accumulated(real(gb), depth + k);
            gradients.put(name(NAMES_GRADIENT, k + 1), g);
            if (style.biases()) {
                gradients.put(name(NAMES_BIAS_GRADIENT, k + 1), gb);
            }
            boolean still = fault.equals("update-discarded") && k == 0;
            weights[k] = still ? weights[k] : real(weights[k].plus(step(g, k, t, sign)));
            biases[k] = real(biases[k].plus(step(gb, depth + k, t, sign)));
        }
        dump(
                x,
                y,
                rows,
                z,
                a,
                error,
                back,
                delta,
                gradients,
                style.showsBefore() ? oldWeights : weights,
                style.showsBefore() ? oldBiases : biases,
                before);
    }

    private Matrix accumulated(Matrix gradient, int slot) {
        if (fault.equals("gradient-accumulates")) {
            summedUp[slot] = summedUp[slot] == null ? gradient : real(summedUp[slot].plus(gradient));
            return summedUp[slot];
        }
        return gradient;
    }

    private Matrix step(Matrix g, int slot, int t, double sign) {
        double rate =
                style.rate() * (fault.equals("step-too-large") ? 3000 : fault.equals("step-too-small") ? 1e-7 : 1);
        switch (style.optimizer()) {
            case "momentum" -> {
                first[slot] = first[slot] == null
                        ? g.scaled(sign * rate)
                        : first[slot].scaled(0.9).plus(g.scaled(sign * rate));
                first[slot] = real(first[slot]);
                return first[slot];
            }
            case "adam" -> {
                Matrix square = fault.equals("optimizer-wrong") ? g : g.by(g);
                first[slot] = real(
                        first[slot] == null
                                ? g.scaled(0.1)
                                : first[slot].scaled(0.9).plus(g.scaled(0.1)));
                second[slot] = real(
                        second[slot] == null
                                ? square.scaled(0.001)
                                : second[slot].scaled(0.999).plus(square.scaled(0.001)));
                Matrix m = first[slot].scaled(1 / (1 - Math.pow(0.9, t + 1)));
                Matrix v = second[slot].scaled(1 / (1 - Math.pow(0.999, t + 1)));
                return real(
                        m.scaled(sign * rate * 0.01).over(v.mapExactly(value -> Math.sqrt(Math.abs(value)) + 1e-8)));
            }
            default -> {
                return real(g.scaled(sign * rate));
            }
        }
    }

    private Matrix outputDelta(Matrix error, Matrix z, Matrix a) {
        Nonlinearity f = output();
        boolean plain = f.isSoftmax() || f.isIdentity() || style.loss().equals("sigmoid-bce");
        if (plain) {
            return fault.equals("derivative-doubled") ? real(error.by(a).by(a.map(value -> 1 - value))) : error;
        }
        if (fault.equals("derivative-missing-output")) {
            return error;
        }
        return real(error.by(slope(f, z, a)));
    }

    private Matrix hiddenDelta(Matrix back, Matrix z, Matrix a) {
        if (fault.equals("activation-missing") || fault.equals("derivative-missing")) {
            return back;
        }
        Matrix slope = slope(style.hidden(), z, a);
        if (fault.equals("derivative-doubled") && style.loss().endsWith("mse")) {
            return real(back.by(slope).by(slope));
        }
        return real(back.by(slope));
    }

    private Matrix slope(Nonlinearity f, Matrix z, Matrix a) {
        Matrix of = fault.equals("derivative-wrong-input") ? z : a;
        return switch (f.kind()) {
            case SIGMOID -> of.mapExactly(value -> value * (1 - value));
            case TANH -> of.mapExactly(value -> 1 - value * value);
            case RELU -> z.mapExactly(value -> value > 0 ? 1 : 0);
            default -> Matrix.filled(a.rows(), a.columns(), 1);
        };
    }

    // ---------------------------------------------------------------- dump

    static final String[][] NAMES = {
        {"X", "Y", "labels", "Z", "A", "error", "back", "dZ", "dW", "db", "W", "b"},
        {
            "eingabe",
            "ziel",
            "klassen",
            "summe",
            "aktivierung",
            "fehler",
            "rueck",
            "delta",
            "aenderung_w",
            "aenderung_b",
            "gewichte",
            "schwelle"
        },
        {
            "input_layer",
            "outputs",
            "digits",
            "net",
            "layer",
            "err",
            "h_error",
            "adjustments",
            "w",
            "bw",
            "weights",
            "bias"
        },
        {"q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "aa", "bb"}
    };
    private static final int NAMES_GRADIENT = 8;
    private static final int NAMES_BIAS_GRADIENT = 9;

    private String name(int which, int layer) {
        String name = NAMES[style.language()][which];
        return layer == 0 ? name : name + layer;
    }

    private void dump(
            Matrix x,
            Matrix y,
            int[] rows,
            Matrix[] z,
            Matrix[] a,
            Matrix error,
            Matrix[] back,
            Matrix[] delta,
            Map<String, Matrix> gradients,
            Matrix[] shownWeights,
            Matrix[] shownBiases,
            Map<String, Matrix> all) {
        all.put(name(0, 0), x);
        if (!style.labels()) {
            all.put(name(1, 0), y);
        }
        for (int k = 0; k < depth; k++) {
            if (style.showsLogits()) {
                all.put(name(3, k + 1), z[k]);
            }
            all.put(name(4, k + 1), a[k]);
        }
        if (style.showsDeltas()) {
            all.put(name(5, 0), error);
            for (int k = depth - 1; k >= 0; k--) {
                if (back[k] != null) {
                    all.put(name(6, k + 1), back[k]);
                }
                all.put(name(7, k + 1), delta[k]);
            }
        }
        if (style.showsGradients()) {
            all.putAll(gradients);
        }
        Map<String, NdArray> iteration = new LinkedHashMap<>();
        all.forEach((name, value) -> iteration.put(name, array(value)));
        for (int k = 0; k < depth; k++) {
            iteration.put(name(10, k + 1), array(shownWeights[k]));
            if (style.biases()) {
                iteration.put(name(11, k + 1), array(shownBiases[k]));
            }
        }
        if (style.labels()) {
            int[] labels = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                labels[i] = allLabels[rows[i]];
            }
            iteration.put(name(2, 0), NdArray.of(labels, labels.length));
        }
        iterations.add(iteration);
    }

    private NdArray array(Matrix value) {
        Matrix shown = style.columns() ? value.transpose() : value;
        if (style.single()) {
            float[] floats = new float[shown.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) shown.at(i);
            }
            return NdArray.of(floats, shown.rows(), shown.columns());
        }
        return NdArray.of(shown.values(), shown.rows(), shown.columns());
    }

    // ---------------------------------------------------------------- random styles

    static Style style(long seed) {
        Random random = new Random(31 * seed + 7);
        String[] losses = {
            "sigmoid-mse", "sigmoid-mse", "softmax-ce", "softmax-ce", "linear-mse", "sigmoid-bce", "tanh-mse"
        };
        Nonlinearity[] hiddens = {Nonlinearity.SIGMOID, Nonlinearity.TANH, Nonlinearity.RELU};
        String[] optimizers = {"sgd", "sgd", "sgd", "momentum", "adam"};
        String loss = losses[random.nextInt(losses.length)];
        int depth = 2 + (random.nextInt(3) == 0 ? 1 : 0) + (random.nextInt(6) == 0 ? 1 : 0);
        int[] sizes = new int[depth + 1];
        sizes[0] = new int[] {2, 8, 30, 64}[random.nextInt(4)];
        for (int k = 1; k < depth; k++) {
            sizes[k] = 4 + random.nextInt(12);
        }
        boolean classes = loss.equals("softmax-ce");
        sizes[depth] = classes ? 3 + random.nextInt(6) : random.nextInt(2) == 0 ? 1 : 3 + random.nextInt(4);
        int samples = 60 + random.nextInt(140);
        int batch = new int[] {0, 0, 16, 1}[random.nextInt(4)];
        boolean summed = random.nextInt(3) == 0;
        int n = batch == 0 ? samples : batch;
        double rate = (loss.equals("sigmoid-mse") ? 1.0 : 0.1) * (0.3 + random.nextDouble()) / (summed ? n : 1);
        String optimizer = optimizers[random.nextInt(optimizers.length)];
        rate *= optimizer.equals("momentum") ? 0.2 : 1;
        rate = optimizer.equals("adam") ? 0.1 + random.nextDouble() : rate;
        boolean labels =
                sizes[depth] > 1 && !loss.equals("linear-mse") && !loss.equals("tanh-mse") && random.nextInt(4) == 0;
        boolean deltas = random.nextInt(5) > 0;
        return new Style(
                sizes,
                hiddens[random.nextInt(3)],
                loss,
                optimizer,
                rate,
                samples,
                batch,
                4,
                random.nextBoolean(),
                random.nextInt(4) == 0,
                random.nextInt(4) > 0,
                random.nextBoolean(),
                summed,
                random.nextBoolean(),
                deltas,
                deltas ? random.nextInt(4) > 0 : random.nextBoolean(),
                random.nextInt(3) == 0,
                labels,
                random.nextInt(4));
    }

    static final List<String> FAULTS = List.of(
            "step-ascends",
            "derivative-missing",
            "derivative-wrong-input",
            "derivative-doubled",
            "backprop-wrong-weights",
            "gradient-wrong",
            "gradient-wrong-axis",
            "gradient-accumulates",
            "update-discarded",
            "softmax-wrong-axis",
            "activation-missing",
            "init-symmetric",
            "init-too-large",
            "inputs-unscaled",
            "targets-out-of-range",
            "targets-misaligned",
            "step-too-large",
            "step-too-small");

    /** Whether a program of this style can have the fault at all, and shows it. */
    static boolean canHave(Style style, String fault) {
        boolean sigmoids = style.hidden().saturates();
        return switch (fault) {
            case "softmax-wrong-axis" -> style.loss().equals("softmax-ce") && style.batch() != 1;
            case "gradient-wrong-axis" -> style.biases();
            case "targets-out-of-range" -> !style.loss().equals("linear-mse") && !style.labels();
            case "targets-misaligned" ->
                style.sizes()[0] >= 16
                        && style.batch() == 0
                        && style.sizes()[style.sizes().length - 1] > 1
                        && !style.loss().equals("linear-mse")
                        && !style.loss().equals("tanh-mse")
                        && !style.labels();
            case "init-too-large", "inputs-unscaled" -> sigmoids && style.sizes()[0] >= 8;
            case "derivative-wrong-input" -> sigmoids;
            // One derivative too many in front of a cross-entropy is the delta of the squared error: another loss, no
            // fault.
            case "derivative-doubled" ->
                sigmoids && !style.loss().equals("linear-mse") && !style.loss().equals("sigmoid-bce");
            case "step-too-large", "step-too-small" ->
                style.optimizer().equals("sgd")
                        && style.batch() == 0
                        && !style.loss().equals("linear-mse");
            case "backprop-wrong-weights" -> style.optimizer().equals("sgd") && style.rate() > 0.05;
            default -> true;
        };
    }
}
