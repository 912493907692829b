package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bias that has become a row for each sample: its gradient, summed over the units instead of the samples, is a column with a number for each
 * sample, which NumPy repeats over the units.
 */
final class GrownBias implements Relation {
    private static final int FEWEST = 3;
    private static final double CLEARLY = 8;

    @Override
    public Optional<Finding> find(Trace trace) {
        List<Map<String, NdArray>> all = trace.iterations();
        Optional<Finding> found = find(Shown.of(trace));
        // The first iteration's update may be the one by which it grows.
        return found.isPresent() || all.size() < 3
                ? found
                : find(Shown.of(Trace.of(trace.name(), all.subList(1, all.size()))));
    }

    private static Optional<Finding> find(List<Shown> all) {
        List<String> gradients = new ArrayList<>();
        List<String> biases = new ArrayList<>();
        boolean rows = false;
        for (Shown bias : all) {
            boolean grown = bias.shape().size() == 2
                    && bias.shape().getFirst() >= FEWEST
                    && bias.shape().getLast() >= FEWEST
                    && !bias.isConstant();
            if (!grown) {
                continue;
            }
            for (Shown gradient : all) {
                boolean ofSamples = gradient.shape().equals(List.of(bias.shape().getFirst(), 1));
                boolean turned = gradient.shape().equals(List.of(1, bias.shape().getLast()));
                if ((ofSamples || turned) && moves(all, gradient, bias, ofSamples)) {
                    gradients.add(gradient.name());
                    biases.add(bias.name());
                    rows = ofSamples;
                }
            }
        }
        return gradients.isEmpty() ? Optional.empty() : Optional.of(finding(gradients, biases, rows));
    }

    /** Whether every change of the bias is one multiple of the gradient, the same for all units. */
    private static boolean moves(List<Shown> all, Shown gradient, Shown bias, boolean ofSamples) {
        int columns = bias.shape().getLast();
        double factor = factor(gradient, bias, ofSamples);
        if (!(Math.abs(factor) > 0) || all.stream().anyMatch(other -> isBias(other, gradient, factor))) {
            return false;
        }
        int told = 0;
        for (int t = 1; t < bias.values().size(); t++) {
            for (int i = 0; i < bias.size(); i++) {
                double now = bias.at(t, i);
                double before = bias.at(t - 1, i);
                double step = factor * gradient.at(t, ofSamples ? Math.floorDiv(i, columns) : i % columns);
                double bound = 1e-3 * Math.abs(step) + bias.rounding() * (Math.abs(now) + Math.abs(before));
                if (!(Math.abs(now - before - step) <= bound)) {
                    return false;
                }
                told += Math.abs(step) > CLEARLY * bound ? 1 : 0;
            }
        }
        // What hardly moves follows anything.
        return 2 * told > (bias.values().size() - 1) * bias.size();
    }

    /** Whether it moves by the gradient as a bias of the right shape does: then what else moves so is a sum that holds it. */
    private static boolean isBias(Shown other, Shown gradient, double factor) {
        if (other.size() != gradient.size()) {
            return false;
        }
        for (int t = 1; t < other.values().size(); t++) {
            for (int i = 0; i < other.size(); i++) {
                double change = other.at(t, i) - other.at(t - 1, i);
                double step = factor * gradient.at(t, i);
                double bound = 1e-3 * Math.abs(step) + other.rounding() * Math.abs(other.at(t, i));
                if (!(Math.abs(change - step) <= bound)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Change over gradient where the gradient is largest. */
    private static double factor(Shown gradient, Shown bias, boolean ofSamples) {
        int columns = bias.shape().getLast();
        int largest = 0;
        for (int i = 1; i < gradient.size(); i++) {
            largest = Math.abs(gradient.at(1, i)) > Math.abs(gradient.at(1, largest)) ? i : largest;
        }
        int element = ofSamples ? largest * columns : largest;
        return (bias.at(1, element) - bias.at(0, element)) / gradient.at(1, largest);
    }

    private static Finding finding(List<String> gradients, List<String> biases, boolean rows) {
        String gradient = gradients.getFirst();
        int wrong = rows ? 1 : 0;
        return new Finding(
                Fault.GRADIENT_WRONG_AXIS,
                Certainty.LIKELY,
                String.join(", ", gradients),
                "%s is summed over the units and has a number for each sample, so that %s has grown a %s for each sample"
                        .formatted(gradient, biases.getFirst(), rows ? "row" : "column"),
                List.of(Evidence.fact("biases that have grown", biases.size())),
                "%s = delta.sum(axis=%d, keepdims=True)".formatted(gradient, 1 - wrong),
                null,
                List.of(),
                List.of(),
                new Line(
                        gradient,
                        "delta.sum(axis=%d, keepdims=True)".formatted(wrong),
                        "delta.sum(axis=%d, keepdims=True)".formatted(1 - wrong)));
    }
}
