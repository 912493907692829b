package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Motion.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A quick look whether a rule with moments can have made the changes of a few elements: nearly all of the many rules cannot. */
final class AdaptiveLook {
    /** A share of the largest change that no rule which made them is off by. */
    private static final double NEAR = 1e-3;

    private static final double ROUNDINGS = 64;

    private final double[][] gradients;
    private final Map<Integer, double[]> changes = new HashMap<>();
    private final double[][] uncertain;

    AdaptiveLook(List<Matrix> gradients, List<Change> changes, int[] elements) {
        this.gradients = new double[gradients.size()][];
        this.uncertain = new double[gradients.size()][elements.length];
        for (int t = 0; t < this.gradients.length; t++) {
            this.gradients[t] = some(gradients.get(t), elements);
        }
        for (Change change : changes) {
            int t = change.iteration();
            Matrix by = change.by();
            double[] moved = some(by, elements);
            this.changes.put(t, moved);
            double largest = 0;
            for (double value : moved) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < elements.length; i++) {
                uncertain[t][i] = NEAR * largest + ROUNDINGS * by.epsilon() * by.bound(elements[i]);
            }
        }
    }

    private static double[] some(Matrix matrix, int[] elements) {
        double[] values = new double[elements.length];
        for (int i = 0; i < elements.length; i++) {
            values[i] = matrix.at(elements[i]);
        }
        return values;
    }

    /** Whether some step's changes are no multiple of what the rule gives. */
    boolean refutes(Update.Adaptive rule) {
        int count = uncertain[0].length;
        double[] first = new double[count];
        double[] second = new double[count];
        double[] expected = new double[count];
        double fresh = rule.beta2() == 1 ? 1 : 1 - rule.beta2();
        for (int t = 0; t < gradients.length; t++) {
            double left = rule.correction().mean(rule.beta1(), rule.beta2(), t + 1);
            double right = rule.correction().squares(rule.beta1(), rule.beta2(), t + 1);
            for (int i = 0; i < count; i++) {
                double gradient = gradients[t][i];
                double square = gradient * gradient;
                double moved = rule.divisor() == Update.Adaptive.Divisor.ROOT_OF_MEAN_UNDER_SQUARES ? square : gradient;
                first[i] = (t == 0 ? 0 : rule.beta1() * first[i]) + (1 - rule.beta1()) * moved;
                double spread = switch (rule.divisor()) {
                    case ROOT, ROOT_OF_SUM, SQUARES, NOTHING -> square;
                    case ROOT_OF_MEAN, ROOT_OF_MEAN_UNDER_SQUARES -> gradient;
                    case ROOT_OF_SQUARED_MEAN -> first[i] * first[i];
                };
                second[i] = (t == 0 ? 0 : rule.beta2() * second[i]) + fresh * spread;
                double ratio = first[i] / left / rule.divisor().value(second[i] / right, rule.epsilon());
                expected[i] = Double.isFinite(ratio) ? ratio : 0;
            }
            double[] changed = changes.get(t);
            if (changed != null && isNoMultiple(changed, expected, uncertain[t])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNoMultiple(double[] changed, double[] expected, double[] uncertain) {
        double product = 0;
        double square = 0;
        for (int i = 0; i < changed.length; i++) {
            product += changed[i] * expected[i];
            square += expected[i] * expected[i];
        }
        double factor = square == 0 ? 0 : product / square;
        for (int i = 0; i < changed.length; i++) {
            if (Math.abs(changed[i] - factor * expected[i]) > uncertain[i]) {
                return true;
            }
        }
        return false;
    }
}
