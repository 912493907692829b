package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.fact;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.ActivationLayer;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.List;

/**
 * The output activation does not fit what is asked of it: a softmax over one unit is always 1, a sigmoid cannot reach targets
 * outside (0, 1), a ReLU or linear output is no probability.
 */
public final class OutputActivation implements Cause {
    @Override
    public String name() {
        return "output-activation";
    }

    @Override
    public String tells() {
        return "an output range that does not fit the targets or the loss, a softmax over one unit, two activations one after the other";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.OUTPUT_ACTIVATION_WRONG);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        String activation = examination.outputLayer().activation().spec().name();
        int units = examination.outputLayer().output().size();
        String place = examination.outputLayer().name() + ".activation";
        Experiment experiment = examination.experiment();
        String loss = experiment.loss().spec().name();
        List<Suspect> suspects = new ArrayList<>();
        String inner = innerActivation(experiment);
        if (!inner.equals("identity") && !activation.equals("identity") && examination.isClassification()) {
            suspects.add(new Suspect(
                    Fault.OUTPUT_ACTIVATION_WRONG,
                    place,
                    0.93,
                    "the output layer has two activations: its %s stands before the %s, which then gets %s"
                            .formatted(inner, activation, range(inner)),
                    List.of(),
                    "activation of the output layer: only " + activation,
                    LayerEdit.outputActivation(experiment, loss.endsWith("with-logits") ? "identity" : activation)));
        } else if (activation.equals("softmax") && units == 1) {
            suspects.add(onlyOneUnit(examination, place));
        } else if (examination.isClassification()) {
            classes(examination, activation, units, loss, place, suspects);
        } else {
            numbers(examination, activation, place, suspects);
        }
        return suspects;
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        return suspects(examination).stream().filter(one -> one.weight() >= 0.8).toList();
    }

    /** The activation of the last weighted layer itself where another activation follows it. */
    private static String innerActivation(Experiment experiment) {
        int last = LayerEdit.lastWeighted(experiment.layers());
        boolean followed = experiment
                .layers()
                .subList(last + 1, experiment.layers().size())
                .stream()
                .anyMatch(ActivationLayer.class::isInstance);
        return followed ? experiment.layers().get(last).activation().spec().name() : "identity";
    }

    private static Suspect onlyOneUnit(Examination examination, String place) {
        String better = examination.isClassification() ? "sigmoid" : "identity";
        return new Suspect(
                Fault.OUTPUT_ACTIVATION_WRONG,
                place,
                0.99,
                "the output layer has a softmax over a single unit: it is exactly 1 whatever the input, so its gradient is exactly 0",
                List.of(fact("outputs", 1)),
                "activation of the output layer: softmax → " + better,
                LayerEdit.outputActivation(examination.experiment(), better));
    }

    private static void classes(
            Examination examination, String activation, int units, String loss, String place, List<Suspect> suspects) {
        boolean several = units > 1;
        String right = several ? "softmax" : "sigmoid";
        boolean ownActivation = loss.endsWith("with-logits");
        if (ownActivation) {
            if (!activation.equals("identity")) {
                suspects.add(new Suspect(
                        Fault.OUTPUT_ACTIVATION_WRONG,
                        place,
                        activation.equals("relu") ? 0.93 : 0.91,
                        "the loss applies its own %s to what it gets, but the output layer has already applied %s"
                                .formatted(right, activation),
                        List.of(),
                        "activation of the output layer: " + activation + " → identity",
                        LayerEdit.outputActivation(examination.experiment(), "identity")));
            }
            return;
        }
        boolean isHinge = loss.equals("hinge") && LossChoice.TWO_SIDED.contains(activation);
        if (activation.equals(right) || isHinge) {
            return;
        }
        boolean isCrossEntropy = loss.contains("cross-entropy");
        double weight = switch (activation) {
            case "relu", "leaky-relu", "elu", "selu", "exponential" -> isCrossEntropy ? 0.97 : 0.85;
            case "identity" -> isCrossEntropy ? 0.97 : 0.8;
            case "sigmoid" -> several && loss.equals("cross-entropy") ? 0.92 : 0.3;
            case "tanh", "softsign" -> isCrossEntropy ? 0.95 : 0.4;
            default -> isCrossEntropy ? 0.9 : 0.5;
        };
        suspects.add(new Suspect(
                Fault.OUTPUT_ACTIVATION_WRONG,
                place,
                weight,
                isCrossEntropy
                        ? "%s expects probabilities, but the output layer's %s gives %s"
                                .formatted(loss, activation, range(activation))
                        : "the task is to name a class, but the output layer's %s gives %s"
                                .formatted(activation, range(activation)),
                List.of(fact("outputs", units)),
                "activation of the output layer: " + activation + " → " + right,
                LayerEdit.outputActivation(examination.experiment(), right)));
    }

    private static void numbers(Examination examination, String activation, String place, List<Suspect> suspects) {
        double low = examination.facts().targetLow();
        double high = examination.facts().targetHigh();
        double[] reach = switch (activation) {
            case "sigmoid", "softmax", "hard-sigmoid" -> new double[] {0, 1};
            case "tanh", "softsign" -> new double[] {-1, 1};
            case "relu", "softplus", "exponential" -> new double[] {0, Double.POSITIVE_INFINITY};
            default -> new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        };
        String loss = examination.experiment().loss().spec().name();
        if (loss.equals("binary-cross-entropy") && low >= 0 && high <= 1) {
            if (!activation.equals("sigmoid")) {
                suspects.add(new Suspect(
                        Fault.OUTPUT_ACTIVATION_WRONG,
                        place,
                        0.95,
                        "%s expects probabilities, but the output layer's %s gives %s"
                                .formatted(loss, activation, range(activation)),
                        List.of(fact("smallest target", low), fact("largest target", high)),
                        "activation of the output layer: " + activation + " → sigmoid",
                        LayerEdit.outputActivation(examination.experiment(), "sigmoid")));
            }
            return;
        }
        boolean outside = low < reach[0] - 1e-6 || high > reach[1] + 1e-6;
        if (!outside && !activation.equals("softmax") && !activation.equals("relu")) {
            return;
        }
        // Inputs that are their own targets come into range once they are scaled, which they need in any case.
        boolean isOfScale = examination.facts().copiesInputs() && InputScale.isFarOff(examination.facts());
        suspects.add(new Suspect(
                Fault.OUTPUT_ACTIVATION_WRONG,
                place,
                outside && !isOfScale ? 0.96 : 0.6,
                "targets reach from %.4g to %.4g, but %s gives %s".formatted(low, high, activation, range(activation)),
                List.of(fact("smallest target", low), fact("largest target", high)),
                "activation of the output layer: " + activation + " → identity",
                LayerEdit.outputActivation(examination.experiment(), "identity")));
    }

    private static String range(String activation) {
        return switch (activation) {
            case "sigmoid" -> "numbers between 0 and 1 that need not sum to 1";
            case "softmax" -> "shares that sum to 1";
            case "tanh", "softsign" -> "numbers between −1 and 1";
            case "relu" -> "0 or any positive number";
            case "identity" -> "any number";
            default -> "numbers that are no probabilities";
        };
    }
}
