package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.data.NdArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A training program as beginners write it in NumPy, in many styles, with a fault or without; it leaves its arrays as a trace. */
final class Twin {
    private final TwinStyle style;
    private final Set<String> faults;
    private final Random random;
    private final int depth;
    private final Matrix[] weights;
    private final Matrix[] biases;
    private final Matrix[] first;
    private final Matrix[] second;
    private final Matrix[] summedUp;
    private final List<Map<String, NdArray>> iterations = new ArrayList<>();
    private final TwinData data;

    private Twin(TwinStyle style, Set<String> faults, long seed) {
        this.style = style;
        this.faults = Set.copyOf(faults);
        this.random = new Random(seed);
        this.depth = style.sizes().length - 1;
        this.weights = new Matrix[depth];
        this.biases = new Matrix[depth];
        this.first = new Matrix[2 * depth];
        this.second = new Matrix[2 * depth];
        this.summedUp = new Matrix[2 * depth];
        this.data = TwinData.draw(style, faults, random);
        for (int k = 0; k < depth; k++) {
            double spread = Math.sqrt((style.hidden().kind() == Nonlinearity.Kind.RELU ? 2.0 : 1.0) / style.sizes()[k]);
            spread = has("init-too-small") ? 1e-9 : has("init-zero") ? 0 : spread;
            spread = has("init-too-large") && k == 0 ? 30 : spread;
            double[] w = new double[style.sizes()[k] * style.sizes()[k + 1]];
            for (int i = 0; i < w.length; i++) {
                w[i] = has("init-symmetric") ? 0.1 : spread * random.nextGaussian();
            }
            weights[k] = real(Matrix.of(style.sizes()[k], style.sizes()[k + 1], w, Matrix.DOUBLE));
            double shift = has("units-dead") && k == 0 ? -30 : 0;
            biases[k] = Matrix.filled(1, style.sizes()[k + 1], shift);
        }
    }

    /** What a program of this style with this fault leaves; {@code ""} for a healthy one. */
    static Trace run(TwinStyle style, String fault, long seed) {
        return run(style, fault.isEmpty() ? List.of() : List.of(fault), seed);
    }

    static Trace run(TwinStyle style, List<String> faults, long seed) {
        Twin twin = new Twin(style, Set.copyOf(faults), seed);
        for (int t = 0; t < style.iterations(); t++) {
            twin.iterate(t);
        }
        return Trace.of("seed " + seed, twin.iterations);
    }

    private boolean has(String fault) {
        return faults.contains(fault);
    }

    private Matrix real(Matrix value) {
        return style.rounded(value);
    }

    private Nonlinearity output() {
        return switch (style.loss()) {
            case "softmax-ce" ->
                has("softmax-wrong-axis")
                        ? Nonlinearity.SOFTMAX_OVER_SAMPLES
                        : has("output-activation-wrong") ? Nonlinearity.SOFTMAX_TWICE : Nonlinearity.SOFTMAX;
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
        Matrix x = data.inputs().rows(rows);
        Matrix y = data.targets().rows(rows);
        Matrix[] z = new Matrix[depth];
        Matrix[] a = new Matrix[depth];
        Matrix current = x;
        for (int k = 0; k < depth; k++) {
            z[k] = real(current.times(weights[k]));
            if (style.biases()) {
                z[k] = real(z[k].plus(biases[k]));
            }
            Nonlinearity f = k == depth - 1 ? output() : style.hidden();
            if (has("activation-missing") && k < depth - 1) {
                f = Nonlinearity.IDENTITY;
            }
            if (has("activation-wrong") && k == 0) {
                f = Nonlinearity.SOFTMAX;
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
            if (has("backprop-wrong-weights")) {
                through = real(through.plus(a[k].transposeTimes(delta[k + 1])
                        .scaled((style.errorIsTargetMinusOutput() ? 1 : -1)
                                * style.rate()
                                / (style.summed() ? 1 : n))));
            }
            back[k] = real(delta[k + 1].times(through.transpose()));
            delta[k] = hiddenDelta(back[k], z[k], a[k]);
        }
        Map<String, Matrix> before = new LinkedHashMap<>();
        Map<String, Matrix> gradients = new LinkedHashMap<>();
        double sign = style.errorIsTargetMinusOutput() ? 1 : -1;
        sign *= has("step-ascends") ? -1 : 1;
        Matrix[] oldWeights = weights.clone();
        Matrix[] oldBiases = biases.clone();
        for (int k = 0; k < depth; k++) {
            Matrix input = k == 0 ? x : a[k - 1];
            if (has("gradient-wrong") && k == depth - 1 && depth > 1) {
                input = z[k - 1];
            }
            Matrix g = input.transposeTimes(delta[k]);
            Matrix gb =
                    has("gradient-wrong-axis") ? Matrix.filled(1, g.columns(), delta[k].sum()) : delta[k].sumOfRows();
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
            if (has("regularisation-too-strong")) {
                g = real(g.plus(weights[k].scaled(-sign * 0.3 / style.rate())));
            }
            boolean still = has("update-discarded") && k == 0;
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
        if (has("gradient-accumulates")) {
            summedUp[slot] = summedUp[slot] == null ? gradient : real(summedUp[slot].plus(gradient));
            return summedUp[slot];
        }
        return gradient;
    }

    private Matrix step(Matrix g, int slot, int t, double sign) {
        double rate = style.rate() * (has("step-too-large") ? 3000 : has("step-too-small") ? 1e-7 : 1);
        switch (style.optimizer()) {
            case "momentum" -> {
                first[slot] = first[slot] == null
                        ? g.scaled(sign * rate)
                        : first[slot].scaled(has("momentum-wrong") ? 1.9 : 0.9).plus(g.scaled(sign * rate));
                first[slot] = real(first[slot]);
                return first[slot];
            }
            case "adam" -> {
                Matrix square = has("optimizer-wrong") && style.columns() ? g : g.by(g);
                first[slot] = real(
                        first[slot] == null
                                ? g.scaled(0.1)
                                : first[slot].scaled(0.9).plus(g.scaled(0.1)));
                second[slot] = real(
                        second[slot] == null
                                ? square.scaled(0.001)
                                : second[slot].scaled(0.999).plus(square.scaled(0.001)));
                int power = has("optimizer-wrong") && !style.columns() ? 1 : t + 1;
                Matrix m = first[slot].scaled(1 / (1 - Math.pow(0.9, power)));
                Matrix v = second[slot].scaled(1 / (1 - Math.pow(0.999, power)));
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
            return has("derivative-doubled") ? real(error.by(a).by(a.map(value -> 1 - value))) : error;
        }
        if (has("derivative-missing-output")) {
            return error;
        }
        return real(error.by(slope(f, z, a)));
    }

    private Matrix hiddenDelta(Matrix back, Matrix z, Matrix a) {
        if (has("activation-missing") || has("derivative-missing")) {
            return back;
        }
        Matrix slope = has("derivative-wrong") ? slope(otherThan(style.hidden()), z, a) : slope(style.hidden(), z, a);
        if (has("derivative-doubled") && style.loss().endsWith("mse")) {
            return real(back.by(slope).by(slope));
        }
        return real(back.by(slope));
    }

    private static Nonlinearity otherThan(Nonlinearity f) {
        return f.kind() == Nonlinearity.Kind.SIGMOID ? Nonlinearity.TANH : Nonlinearity.SIGMOID;
    }

    private Matrix slope(Nonlinearity f, Matrix z, Matrix a) {
        Matrix of = has("derivative-wrong-input") ? z : a;
        return switch (f.kind()) {
            case SIGMOID -> of.mapExactly(value -> value * (1 - value));
            case TANH -> of.mapExactly(value -> 1 - value * value);
            case RELU -> z.mapExactly(value -> value > 0 ? 1 : 0);
            default -> Matrix.filled(a.rows(), a.columns(), 1);
        };
    }

    // ---------------------------------------------------------------- dump

    private static final int NAMES_GRADIENT = 8;
    private static final int NAMES_BIAS_GRADIENT = 9;

    private String name(int which, int layer) {
        return style.name(which, layer);
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
                labels[i] = data.labels()[rows[i]];
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
}
