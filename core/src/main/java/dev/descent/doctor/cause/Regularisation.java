package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.Dropout;
import dev.descent.network.GaussianNoise;
import dev.descent.network.Layer;
import dev.descent.report.Fault;
import dev.descent.train.AdamW;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/** Dropout or weight decay that stops learning; dropout on the outputs themselves. */
public final class Regularisation implements Cause {
    static final double STRONG_DECAY = 0.05;

    /** Ten times the largest of the usual ones: what is below the strong counts only where it costs a point. */
    private static final double UNUSUAL_DECAY = 0.01;

    /** From this rate on what is kept is so little, and scaled up so much, that its noise drowns the signal. */
    private static final double DROWNING = 0.8;

    /** Less of the signal than this gets through all dropout; usual networks keep a tenth or more and need only time. */
    private static final double LITTLE_KEPT = 0.05;

    @Override
    public String name() {
        return "regularisation";
    }

    @Override
    public String tells() {
        return "weight decay far above the usual, noise as large as the signal, dropout on the outputs or at a high rate";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.REGULARISATION_TOO_STRONG);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        Experiment experiment = examination.experiment();
        List<Suspect> suspects = new ArrayList<>();
        double decay = experiment.weightDecay();
        if (decay > 1e-3) {
            suspects.add(new Suspect(
                    Fault.REGULARISATION_TOO_STRONG,
                    "weight-decay",
                    decay >= STRONG_DECAY ? 0.8 : 0.5,
                    "the weight decay %s pulls weights to 0 faster than the data pulls them away".formatted(decay),
                    List.of(against("weight decay", decay, 1e-3, "usual values are 1e-5 to 1e-3")),
                    "weight-decay: %s → 1e-5".formatted(decay),
                    experiment.withWeightDecay(1e-5)));
        }
        noise(experiment, suspects);
        int last = LayerEdit.lastWeighted(experiment.layers());
        boolean onOutputs = experiment
                .layers()
                .subList(last + 1, experiment.layers().size())
                .stream()
                .anyMatch(Dropout.class::isInstance);
        double strongest = 0;
        double kept = 1;
        int count = 0;
        for (Layer layer : experiment.layers()) {
            if (layer instanceof Dropout(double rate)) {
                strongest = Math.max(strongest, rate);
                kept *= 1 - rate;
                count++;
            }
        }
        if (onOutputs) {
            suspects.add(new Suspect(
                    Fault.REGULARISATION_TOO_STRONG,
                    "network.layers",
                    0.9,
                    "dropout stands behind the last weights: it sets the outputs themselves to 0 at random",
                    List.of(fact("dropout rate", strongest)),
                    "remove the dropout behind the output layer",
                    without(experiment, last + 1)));
        } else if (strongest >= 0.5 && (count >= 3 || strongest > 0.6)) {
            suspects.add(new Suspect(
                    Fault.REGULARISATION_TOO_STRONG,
                    "network.layers",
                    // What is usual only slows: whatever else may be wrong is tried first.
                    strongest >= DROWNING ? 0.85 : kept < LITTLE_KEPT ? 0.5 : 0.25,
                    "%d layers of dropout, up to rate %s, leave too little of the signal".formatted(count, strongest),
                    List.of(
                            against("dropout rate", strongest, 0.5, "UMLAUT, CHI 2021"),
                            fact("share of the signal that all of them keep", kept)),
                    "remove the dropout",
                    without(experiment, 0)));
        }
        return suspects;
    }

    /** Noise as large as the signal of standardised inputs or normed activations. */
    private static void noise(Experiment experiment, List<Suspect> suspects) {
        double strongest = 0;
        for (Layer layer : experiment.layers()) {
            strongest = layer instanceof GaussianNoise(double deviation) ? Math.max(strongest, deviation) : strongest;
        }
        if (strongest < 1) {
            return;
        }
        List<Layer> quiet = new ArrayList<>(experiment.layers());
        quiet.removeIf(GaussianNoise.class::isInstance);
        suspects.add(new Suspect(
                Fault.REGULARISATION_TOO_STRONG,
                "network.layers",
                0.8,
                "noise of deviation %s is added to a signal of deviation about 1: it drowns".formatted(strongest),
                List.of(against("deviation of the noise", strongest, 1, "scaled inputs have 1")),
                "remove the noise",
                experiment.withLayers(quiet)));
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        Experiment experiment = examination.experiment();
        // AdamW takes its decay times the rate, so that the same number is far weaker there.
        boolean isDecoupled = experiment.optimizer() instanceof AdamW;
        long halving = experiment.layers().stream()
                .filter(layer -> layer instanceof Dropout(double rate) && rate >= 0.5)
                .count();
        return suspects(examination).stream()
                .filter(one -> one.place().equals("weight-decay")
                        ? !isDecoupled && experiment.weightDecay() >= UNUSUAL_DECAY
                        : one.isContradiction() || halving >= 3)
                .toList();
    }

    private static Experiment without(Experiment experiment, int from) {
        List<Layer> layers = new ArrayList<>(experiment.layers());
        layers.subList(from, layers.size()).removeIf(Dropout.class::isInstance);
        return experiment.withLayers(layers);
    }
}
