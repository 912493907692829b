package dev.descent.doctor;

import dev.descent.data.Dataset;
import dev.descent.doctor.cause.LayerEdit;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network with more or fewer outputs than the data has targets cannot be trained at all. */
final class Misfit {
    private Misfit() {}

    /** The suspect whose remedy makes a training possible; null where outputs and targets fit. */
    static @Nullable Suspect of(Experiment experiment, Dataset data) {
        int outputs = experiment.network(data.shape()).output().size();
        int needed = data.targetSize();
        boolean saysYesOrNo = data.isClassification() && data.classes() == 2 && outputs == 1;
        if (outputs == needed || saysYesOrNo || LayerEdit.lastWeighted(experiment.layers()) < 0) {
            return null;
        }
        String activation = data.isClassification() ? "softmax" : "identity";
        return new Suspect(
                Fault.TARGETS_WRONG_ENCODING,
                "network.layers",
                1,
                "the network has %d outputs, but every sample has %d targets".formatted(outputs, needed),
                List.of(Evidence.fact("outputs", outputs), Evidence.fact("targets", needed)),
                "output layer: %d units with activation %s".formatted(needed, activation),
                LayerEdit.outputUnits(experiment, needed, activation));
    }
}
