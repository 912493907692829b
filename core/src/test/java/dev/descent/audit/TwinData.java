package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import java.util.Random;
import java.util.Set;

/**
 * What a twin program trains on.
 *
 * @param inputs of all samples, clouds around the classes' centres, a fifth of them always 0 as pixels at the rim are
 * @param labels class of each sample
 * @param targets one row for each sample
 */
record TwinData(Matrix inputs, int[] labels, Matrix targets) {
    static TwinData draw(TwinStyle style, Set<String> faults, Random random) {
        int width = style.sizes()[0];
        double[] x = new double[style.samples() * width];
        int[] labels = new int[style.samples()];
        int classes = Math.max(2, style.outputs());
        double[][] centres = new double[classes][width];
        for (double[] centre : centres) {
            for (int k = 0; k < width; k++) {
                centre[k] = random.nextDouble() < 0.4 ? random.nextDouble() : 0;
            }
        }
        double[] regression = new double[style.samples()];
        for (int s = 0; s < style.samples(); s++) {
            labels[s] = faults.contains("data-unshuffled") ? s * classes / style.samples() : random.nextInt(classes);
            for (int k = 0; k < width; k++) {
                boolean dark = k % 5 == 0 && width > 8;
                double value = Math.clamp(centres[labels[s]][k] + 0.15 * random.nextGaussian(), 0, 1);
                x[s * width + k] = dark ? 0 : value;
                regression[s] += Math.sin(k + 1) * value / Math.sqrt(width);
            }
        }
        if (faults.contains("inputs-invalid")) {
            x[3 * width + 1] = Double.NaN;
        }
        double scale = faults.contains("inputs-unscaled") ? 255 : 1;
        Matrix inputs = style.rounded(
                Matrix.of(style.samples(), width, x, Matrix.DOUBLE).scaled(scale));
        return new TwinData(inputs, labels, targets(style, faults, labels, regression));
    }

    private static Matrix targets(TwinStyle style, Set<String> faults, int[] labels, double[] regression) {
        int outputs = style.outputs();
        double[] t = new double[style.samples() * outputs];
        for (int s = 0; s < style.samples(); s++) {
            int label = labels[faults.contains("targets-misaligned") ? (s + 1) % style.samples() : s];
            for (int k = 0; k < outputs; k++) {
                double target =
                        outputs > 1 ? (label == k ? 1 : 0) : style.loss().equals("linear-mse") ? regression[s] : label;
                target = style.loss().equals("tanh-mse") ? 0.9 * (2 * target - 1) : target;
                target = faults.contains("targets-wrong-encoding") ? label : target;
                t[s * outputs + k] = faults.contains("targets-out-of-range") ? 10 * target : target;
            }
        }
        return style.rounded(Matrix.of(style.samples(), outputs, t, Matrix.DOUBLE));
    }
}
