package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.data.Scaling;
import dev.descent.model.Model;
import dev.descent.network.Network;
import dev.descent.network.Weights;
import dev.descent.train.Listener.EpochResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training that has ended.
 *
 * @param experiment what was run
 * @param network the network's description
 * @param scaling what was done to raw input values
 * @param task what the outputs stand for
 * @param weights what is kept: the best epoch's, the running mean or the last step's, as the experiment says
 * @param epochs results of all epochs
 * @param losses the loss of the steps, each before its update
 * @param errors mean squared error of the steps, each before its update
 * @param steps steps done
 * @param ending why it ended
 * @param seconds it took, validation included
 */
public record Run(
        Experiment experiment,
        Network network,
        Scaling scaling,
        Task task,
        Weights weights,
        List<EpochResult> epochs,
        Curve losses,
        Curve errors,
        long steps,
        Ending ending,
        double seconds) {

    /** Why a training ended. */
    public enum Ending {
        /** All epochs are done. */
        FINISHED,
        /** The limit on steps was reached. */
        STEP_LIMIT,
        /** It no longer improved. */
        STOPPED_EARLY,
        /** It was asked to stop. */
        INTERRUPTED
    }

    public Run {
        epochs = List.copyOf(epochs);
    }

    /** How well the parameters kept do on other data. */
    public Evaluation evaluate(Dataset data) {
        return new Evaluator(network, experiment.loss()).evaluate(weights, data);
    }

    /** The network as it can be saved and used, with how it was made. */
    public Model model() {
        Map<String, String> provenance = new LinkedHashMap<>();
        Fields.ALL.forEach(field -> provenance.put(
                "experiment." + field.name(), field.get(experiment).toString()));
        EpochResult best = best();
        if (best != null) {
            provenance.put("figure.epochs", Integer.toString(epochs.size()));
            provenance.put("figure.steps", Long.toString(steps));
            provenance.put("figure.loss", Double.toString(best.judged().loss()));
            provenance.put("figure.accuracy", Double.toString(best.judged().accuracy()));
        }
        return new Model(network, experiment.loss(), scaling, weights, provenance);
    }

    /** The epoch that did best on what counts; null before the first. */
    public @Nullable EpochResult best() {
        EpochResult best = null;
        for (EpochResult epoch : epochs) {
            best = epoch.best() ? epoch : best;
        }
        return best;
    }
}
