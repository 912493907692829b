package dev.descent.doctor.cause;

import dev.descent.doctor.Cause;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.BinaryCrossEntropy;
import dev.descent.network.BinaryCrossEntropyWithLogits;
import dev.descent.network.Losses;
import dev.descent.network.Outputs;
import dev.descent.report.Fault;
import dev.descent.train.Experiment;
import java.util.List;
import java.util.Set;

/** The loss does not fit the task or the output: squared error for classes, cross-entropy for numbers, hinge on outputs of one side. */
public final class LossChoice implements Cause {
    /** Output activations that the hinge loss can push beyond 1 or −1, or at least to them. */
    static final Set<String> TWO_SIDED = Set.of("identity", "tanh", "softsign");

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public String tells() {
        return "a loss for numbers where classes are named, or the reverse";
    }

    @Override
    public List<Fault> faults() {
        return List.of(Fault.LOSS_MISMATCH);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        String loss = examination.experiment().loss().spec().name();
        String activation = examination.outputLayer().activation().spec().name();
        int units = examination.outputLayer().output().size();
        String right = right(examination, activation, units);
        if (loss.equals(right) || (loss.equals(right + "-with-logits") && activation.equals("identity"))) {
            return List.of();
        }
        double weight = weight(examination, loss, activation, units);
        if (weight == 0) {
            return List.of();
        }
        // Outputs judged one by one do not sum to 1: the loss that names one class needs others.
        boolean oneByOne = isOneByOne(loss, units) && activation.equals("sigmoid");
        Experiment mended =
                oneByOne ? LayerEdit.outputActivation(examination.experiment(), "softmax") : examination.experiment();
        return List.of(new Suspect(
                Fault.LOSS_MISMATCH,
                "loss",
                weight,
                "the loss is %s, but %s".formatted(loss, why(examination, units)),
                List.of(),
                "loss: " + loss + " → " + right + (oneByOne ? " over softmax outputs" : ""),
                mended.withLoss(Losses.parse(right))));
    }

    @Override
    public List<Suspect> reservations(Examination examination) {
        String loss = examination.experiment().loss().spec().name();
        int units = examination.outputLayer().output().size();
        return suspects(examination).stream()
                .filter(one -> one.weight() >= 0.7 || isOneByOne(loss, units))
                .toList();
    }

    private static boolean isOneByOne(String loss, int units) {
        return loss.startsWith("binary-cross-entropy") && units > 1;
    }

    private static String right(Examination examination, String activation, int units) {
        boolean tags = examination.facts().targetsAreTags();
        if (!examination.isClassification() && !tags) {
            return "squared-error";
        }
        boolean linear = activation.equals("identity");
        return (units > 1 && !tags ? "cross-entropy" : "binary-cross-entropy") + (linear ? "-with-logits" : "");
    }

    private static double weight(Examination examination, String loss, String activation, int units) {
        boolean classes = examination.isClassification();
        return switch (loss) {
            case "squared-error", "huber", "log-cosh" -> classes ? (activation.equals("softmax") ? 0.65 : 0.35) : 0;
            case "absolute-error" -> classes ? 0.6 : 0.2;
            // It divides by the target, which may be 0.
            case "absolute-percentage-error" ->
                classes ? 0.85 : examination.facts().targetLow() <= 0 ? 0.75 : 0.2;
            // Its two sides need outputs on both sides of 0, as those of a support vector machine are.
            case "hinge" -> classes && TWO_SIDED.contains(activation) ? 0.35 : 0.9;
            // Counts are what it is for.
            case "poisson" -> classes || examination.facts().targetLow() < 0 ? 0.85 : 0;
            case "binary-cross-entropy", "binary-cross-entropy-with-logits" ->
                !classes
                        ? (areShares(examination) ? 0 : 0.95)
                        : units > 1 ? (activation.equals("softmax") ? 0.7 : oneByOne(examination)) : 0;
            case "cross-entropy", "cross-entropy-with-logits" -> !classes ? 0.95 : units == 1 ? 0.95 : 0;
            default -> 0;
        };
    }

    /**
     * As much as speaks against classes judged one by one: more where the loss is the mean over them, which divides every
     * gradient by their number, than where it is their sum, as it is for those who mean it (Nielsen 2015, eq. 63).
     */
    private static double oneByOne(Examination examination) {
        boolean isMean = switch (examination.experiment().loss()) {
            case BinaryCrossEntropy loss -> loss.outputs() == Outputs.MEAN;
            case BinaryCrossEntropyWithLogits loss -> loss.outputs() == Outputs.MEAN;
            default -> false;
        };
        return isMean ? 0.6 : 0.5;
    }

    /** Whether all targets lie between 0 and 1, as those of an autoencoder of pixels: probabilities that can be hit. */
    private static boolean areShares(Examination examination) {
        return examination.facts().targetLow() >= 0 && examination.facts().targetHigh() <= 1;
    }

    private static String why(Examination examination, int units) {
        if (examination.facts().targetsAreTags()) {
            return "the targets are %d answers of yes or no, any number of which may be yes".formatted(units);
        }
        if (!examination.isClassification()) {
            return "the targets are numbers to be hit, from %.4g to %.4g"
                    .formatted(
                            examination.facts().targetLow(), examination.facts().targetHigh());
        }
        return units > 1
                ? "the task is to name one of %d classes".formatted(units)
                : "the task is to say yes or no with one output";
    }
}
