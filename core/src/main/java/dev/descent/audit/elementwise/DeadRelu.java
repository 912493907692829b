package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.data.NdArray;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sums that are below zero in every sample of every iteration, beside activations of their shape that are all zero, and a weight of as many
 * units that never changes: ReLU units that no sample ever made fire (Lu and others 2019, "Dying ReLU and Initialization").
 */
final class DeadRelu implements Relation {
    private static final int FEWEST_UNITS = 4;

    @Override
    public Optional<Finding> find(Trace trace) {
        List<Shown> all = Shown.of(trace);
        for (Shown sums : all) {
            int units = sums.shape().getLast();
            boolean may = units >= FEWEST_UNITS && (sums.shape().size() > 1 || !sums.isConstant());
            if (!may || !isBelowZero(sums)) {
                continue;
            }
            // Of arrays of zeros the one that is made next.
            Optional<Shown> fired = all.subList(all.indexOf(sums) + 1, all.size()).stream()
                    .filter(other -> other.shape().equals(sums.shape()) && other.isZero())
                    .filter(other -> !other.isOfTruths())
                    .findFirst();
            List<Shown> weights = all.stream()
                    .filter(other -> isMatrixOf(other, units) && !other.shape().equals(sums.shape()))
                    .toList();
            boolean frozen = !weights.isEmpty() && weights.stream().allMatch(Shown::isConstant);
            if (fired.isPresent() && frozen) {
                Optional<Shown> bias =
                        all.stream().filter(other -> isHoldingDown(other, sums)).findFirst();
                return Optional.of(finding(
                        sums,
                        fired.get(),
                        weights.getFirst(),
                        bias,
                        trace.iterations().size()));
            }
        }
        return Optional.empty();
    }

    private static boolean isBelowZero(Shown sums) {
        return sums.values().stream()
                .map(NdArray::toDoubles)
                .flatMapToDouble(Arrays::stream)
                .allMatch(value -> value < 0);
    }

    /** Whether it is a bias that never changes, without which sums of every unit would be above zero in some sample. */
    private static boolean isHoldingDown(Shown array, Shown sums) {
        int units = sums.shape().getLast();
        if (array.size() != units || array.shape().size() > 2 || !array.isConstant() || sums.size() == units) {
            return false;
        }
        boolean[] fires = new boolean[units];
        for (int i = 0; i < sums.size(); i++) {
            fires[i % units] |= sums.at(0, i) - array.at(0, i % units) > 0;
        }
        boolean every = true;
        for (boolean unit : fires) {
            every &= unit;
        }
        return every;
    }

    /** A matrix of numbers below and above zero or below alone, with a column for each unit, as a weight of the layer is. */
    private static boolean isMatrixOf(Shown array, int units) {
        NdArray first = array.values().getFirst();
        return first.rank() == 2
                && first.dimension(0) > 1
                && first.dimension(1) == units
                && !first.type().isInteger()
                && !array.isOfTruths()
                && Arrays.stream(first.toDoubles()).anyMatch(value -> value < 0);
    }

    private static Finding finding(Shown sums, Shown fired, Shown weight, Optional<Shown> bias, int iterations) {
        String says =
                "%s is below zero in every number of every iteration, so %s is all zero and %s never changes: no unit of this layer ever fires, and none can learn"
                        .formatted(sums.name(), fired.name(), weight.name());
        String names = "%s, %s, %s".formatted(weight.name(), sums.name(), fired.name());
        return new Finding(
                Fault.UNITS_DEAD,
                Certainty.LIKELY,
                bias.map(held -> held.name() + ", " + names).orElse(names),
                bias.map(held -> says + "; without %s every unit would fire".formatted(held.name()))
                        .orElse(says),
                List.of(Evidence.against(
                        "iterations in which " + fired.name() + " is all zero",
                        iterations,
                        0,
                        "Lu and others 2019, Dying ReLU and Initialization")),
                bias.map(held -> "%s = np.zeros(%s.shape)".formatted(held.name(), held.name()))
                        .orElse("%s = np.random.randn(*%s.shape) * np.sqrt(2 / number of inputs), and biases of 0"
                                .formatted(weight.name(), weight.name())),
                null,
                List.of(),
                List.of(),
                null);
    }
}
