package dev.descent.experiment.cases;

import dev.descent.report.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The collection's codes in our vocabulary, as the README beside the collection maps them. */
final class FaultCodes {
    private static final Map<String, Set<Fault>> MEANING = Map.ofEntries(
            Map.entry("ACH", EnumSet.of(Fault.ACTIVATION_WRONG, Fault.OUTPUT_ACTIVATION_WRONG, Fault.UNITS_DEAD)),
            Map.entry("ARM", EnumSet.of(Fault.ACTIVATION_MISSING, Fault.OUTPUT_ACTIVATION_WRONG)),
            Map.entry("LCH", EnumSet.of(Fault.LOSS_MISMATCH)),
            Map.entry("HLR", EnumSet.of(Fault.STEP_TOO_LARGE, Fault.STEP_TOO_SMALL)),
            Map.entry("GSC", EnumSet.of(Fault.STEP_TOO_LARGE)),
            Map.entry("OCH", EnumSet.of(Fault.OPTIMIZER_WRONG)),
            Map.entry("OPT", EnumSet.of(Fault.OPTIMIZER_WRONG)),
            Map.entry("HNE", EnumSet.of(Fault.EPOCHS_TOO_FEW, Fault.EPOCHS_TOO_MANY)),
            Map.entry("HBS", EnumSet.of(Fault.BATCH_TOO_LARGE, Fault.BATCH_TOO_SMALL)),
            Map.entry(
                    "CPP",
                    EnumSet.of(
                            Fault.INPUTS_UNSCALED,
                            Fault.INPUTS_INVALID,
                            Fault.TARGETS_OUT_OF_RANGE,
                            Fault.TARGETS_WRONG_ENCODING)),
            Map.entry("WCI", EnumSet.of(Fault.INIT_SYMMETRIC, Fault.INIT_TOO_LARGE, Fault.INIT_TOO_SMALL)),
            Map.entry("LCN", EnumSet.of(Fault.NETWORK_TOO_SMALL, Fault.TARGETS_WRONG_ENCODING)),
            Map.entry("LRM", EnumSet.of(Fault.NETWORK_TOO_SMALL, Fault.NETWORK_TOO_DEEP)),
            Map.entry("LAD", EnumSet.of(Fault.NETWORK_TOO_DEEP, Fault.REGULARISATION_TOO_STRONG)),
            Map.entry("RCD", EnumSet.of(Fault.REGULARISATION_TOO_STRONG)),
            Map.entry("RAW", EnumSet.of(Fault.REGULARISATION_TOO_STRONG)),
            Map.entry("RCW", EnumSet.of(Fault.REGULARISATION_TOO_STRONG)),
            Map.entry("RRW", EnumSet.of(Fault.EPOCHS_TOO_MANY, Fault.REGULARISATION_TOO_STRONG)),
            Map.entry("GSG", EnumSet.of(Fault.STEP_ASCENDS)),
            Map.entry("GAX", EnumSet.of(Fault.GRADIENT_WRONG_AXIS)),
            Map.entry("LAX", EnumSet.of(Fault.SOFTMAX_WRONG_AXIS)),
            Map.entry("GDV", EnumSet.of(Fault.DERIVATIVE_WRONG)),
            Map.entry("NUM", EnumSet.of(Fault.NUMERICALLY_UNSTABLE)),
            Map.entry("DSH", EnumSet.of(Fault.TARGETS_MISALIGNED)),
            Map.entry("LCF", EnumSet.of(Fault.NETWORK_TOO_SMALL)),
            Map.entry("TUD", EnumSet.of(Fault.CLASSES_IMBALANCED)),
            Map.entry("TAN", EnumSet.of(Fault.SPLIT_MISMATCH)),
            Map.entry("BNS", EnumSet.of(Fault.SPLIT_MISMATCH)),
            Map.entry("TRV", EnumSet.of(Fault.DATA_LEAK)),
            Map.entry("TOR", EnumSet.of(Fault.DATA_UNSHUFFLED)),
            Map.entry("MET", EnumSet.of(Fault.METRIC_WRONG)));

    /** Faults of hand-written code, which no experiment can have. */
    static final Set<Fault> OUTSIDE_EXPERIMENTS = EnumSet.of(
            Fault.GRADIENT_WRONG_AXIS,
            Fault.SOFTMAX_WRONG_AXIS,
            Fault.DERIVATIVE_WRONG,
            Fault.NUMERICALLY_UNSTABLE,
            Fault.METRIC_WRONG);

    private FaultCodes() {}

    static Set<Fault> faults(List<String> codes, String says) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        codes.forEach(code -> faults.addAll(MEANING.getOrDefault(code, Set.of())));
        if (says.contains("softmax applied twice")) {
            // The vocabulary names this one under the output activation.
            faults.add(Fault.OUTPUT_ACTIVATION_WRONG);
        }
        if (says.contains("label noise")) {
            faults.add(Fault.TARGETS_MISALIGNED);
        }
        if (says.contains("test set unscaled")) {
            faults.add(Fault.SPLIT_MISMATCH);
        }
        return faults;
    }
}
