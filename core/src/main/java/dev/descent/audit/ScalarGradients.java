package dev.descent.audit;

import dev.descent.audit.ScalarWeights.Model;
import dev.descent.audit.ScalarWeights.Weight;
import dev.descent.audit.algebra.Slope;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Weights that are single numbers, one by one: each moves by the sum of error times feature, and where one of them does not, though
 * the others do, that is the one whose line is wrong.
 */
final class ScalarGradients {
    private static final double SAME = 1e-6;
    private static final int FEWEST = 2;

    private final ScalarWeights numbers;
    private final Model model;

    private ScalarGradients(ScalarWeights numbers) {
        this.numbers = numbers;
        this.model = numbers.model();
    }

    /** The errors of each iteration, and how they are written. */
    private record Errors(double[][] values, String text) {}

    /** Empty where the weights that move as they should are not the most, or all do. */
    static List<Finding> of(ScalarWeights numbers) {
        return new ScalarGradients(numbers).findings();
    }

    private List<Finding> findings() {
        Errors best = null;
        Map<Weight, Double> bestFactors = Map.of();
        for (String target : numbers.others()) {
            for (Errors errors : errors(target)) {
                Map<Weight, Double> factors = new LinkedHashMap<>();
                for (Weight weight : model.weights()) {
                    Double factor = factor(weight, weight.feature().values(), errors);
                    if (factor != null && factor != 0) {
                        factors.put(weight, factor);
                    }
                }
                if (factors.size() > bestFactors.size()) {
                    best = errors;
                    bestFactors = factors;
                }
            }
        }
        boolean most = 2 * bestFactors.size() >= model.weights().size();
        return best == null || !most || !areSame(bestFactors) ? List.of() : ofTheRest(best, bestFactors);
    }

    /** As they are, and times the derivative of the activation. */
    private List<Errors> errors(String target) {
        String difference = "%s - %s".formatted(model.output(), target);
        List<Errors> all = new ArrayList<>();
        all.add(new Errors(errors(target, _ -> 1), difference));
        Slope.ofActivation(model.activation())
                .forEach(slope ->
                        all.add(new Errors(errors(target, slope::value), "(%s) * slope".formatted(difference))));
        return all;
    }

    private double[][] errors(String target, DoubleUnaryOperator slope) {
        double[][] outputs = numbers.series().vector(model.output());
        double[][] targets = numbers.series().vector(target);
        double[][] errors = new double[outputs.length][];
        for (int t = 0; t < outputs.length; t++) {
            errors[t] = new double[outputs[t].length];
            for (int i = 0; i < errors[t].length; i++) {
                errors[t][i] = (outputs[t][i] - targets[t][i]) * slope.applyAsDouble(outputs[t][i]);
            }
        }
        return errors;
    }

    /** What the sum of errors times these numbers is multiplied by in every iteration; 0 where the weight never moves, null for none. */
    private @Nullable Double factor(Weight weight, double[] by, Errors errors) {
        double factor = Double.NaN;
        int seen = 0;
        for (int t = 0; t < numbers.series().iterations(); t++) {
            double change = numbers.change(weight, t);
            if (Double.isNaN(change)) {
                continue;
            }
            double sum = 0;
            for (int i = 0; i < by.length; i++) {
                sum += errors.values()[t][i] * by[i];
            }
            double here = change / sum;
            if (!Double.isFinite(here)
                    || (!Double.isNaN(factor) && Math.abs(here - factor) > SAME * Math.abs(factor))) {
                return null;
            }
            factor = here;
            seen++;
        }
        return seen < FEWEST ? null : Double.valueOf(factor);
    }

    private static boolean areSame(Map<Weight, Double> factors) {
        double first = factors.values().iterator().next();
        return factors.values().stream().allMatch(factor -> isSame(factor, first));
    }

    private static boolean isSame(double one, double other) {
        return Math.abs(one - other) <= SAME * Math.abs(other);
    }

    private List<Finding> ofTheRest(Errors errors, Map<Weight, Double> right) {
        double factor = right.values().iterator().next();
        List<Finding> findings = new ArrayList<>();
        for (Weight weight : model.weights()) {
            Finding finding = right.containsKey(weight) ? null : finding(weight, errors, factor);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private @Nullable Finding finding(Weight weight, Errors errors, double right) {
        String should = product(errors, weight.feature().name());
        Double own = factor(weight, weight.feature().values(), errors);
        if (own != null && own == 0) {
            return finding(
                    Fault.UPDATE_DISCARDED,
                    weight,
                    "%s never changes, though the others learn and its gradient is not 0".formatted(weight.name()),
                    new Line(weight.name(), weight.name(), "%s - rate * %s".formatted(weight.name(), should)));
        }
        for (Weight other : model.weights()) {
            Double factor = factor(weight, other.feature().values(), errors);
            if (factor != null && isSame(Math.abs(factor), Math.abs(right)) && !other.equals(weight)) {
                return finding(
                        Fault.GRADIENT_WRONG,
                        weight,
                        "%s is moved by the gradient of %s".formatted(weight.name(), other.name()),
                        new Line(place(weight), product(errors, other.feature().name()), should));
            }
        }
        return null;
    }

    private static String product(Errors errors, String feature) {
        return feature.equals("1")
                ? "np.sum(%s)".formatted(errors.text())
                : "np.sum((%s) * %s)".formatted(errors.text(), feature);
    }

    private String place(Weight weight) {
        return Objects.requireNonNullElse(numbers.gradient(weight), weight.name());
    }

    private Finding finding(Fault fault, Weight weight, String says, Line line) {
        String place = fault == Fault.UPDATE_DISCARDED ? weight.name() : place(weight);
        return new Finding(
                fault,
                Certainty.LIKELY,
                place,
                says,
                List.of(Evidence.fact(
                        "weights beside it that move as they should",
                        model.weights().size() - 1)),
                line.mended(),
                null,
                List.of(),
                List.of(),
                line);
    }
}
