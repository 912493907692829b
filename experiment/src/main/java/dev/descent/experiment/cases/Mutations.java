package dev.descent.experiment.cases;

import static dev.descent.experiment.cases.Mutation.heldOut;
import static dev.descent.experiment.cases.Mutation.tuned;

import dev.descent.data.CounterRandom;
import dev.descent.data.Scaling;
import dev.descent.doctor.cause.LayerEdit;
import dev.descent.network.Dropout;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of mutation operators: a new one is one function and one line here. */
final class Mutations {
    static final List<Mutation> ALL = List.of(
            tuned("rate-up", Set.of(Fault.STEP_TOO_LARGE), Mutations::rateUp),
            tuned("rate-down", Set.of(Fault.STEP_TOO_SMALL), Mutations::rateDown),
            tuned("rate-negative", Set.of(Fault.STEP_ASCENDS), Mutations::rateNegative),
            tuned("reduction-sum", Set.of(Fault.STEP_TOO_LARGE), Mutations::reductionSum),
            tuned("start-zeros", Set.of(Fault.INIT_SYMMETRIC), Mutations::startZeros),
            tuned("start-large", Set.of(Fault.INIT_TOO_LARGE), Mutations::startLarge),
            heldOut("start-small", Set.of(Fault.INIT_TOO_SMALL), Mutations::startSmall),
            tuned("no-activation", Set.of(Fault.ACTIVATION_MISSING), Mutations::noActivation),
            tuned("hidden-softmax", Set.of(Fault.ACTIVATION_WRONG), Mutations::hiddenSoftmax),
            heldOut("hidden-exponential", Set.of(Fault.ACTIVATION_WRONG), Mutations::hiddenExponential),
            tuned("sigmoid-stack", Set.of(Fault.ACTIVATION_WRONG, Fault.NETWORK_TOO_DEEP), Mutations::sigmoidStack),
            tuned("output-relu", Set.of(Fault.OUTPUT_ACTIVATION_WRONG), Mutations::outputRelu),
            tuned("output-sigmoid", Set.of(Fault.OUTPUT_ACTIVATION_WRONG), Mutations::outputSigmoid),
            heldOut("output-linear", Set.of(Fault.OUTPUT_ACTIVATION_WRONG), Mutations::outputLinear),
            heldOut(
                    "softmax-twice",
                    Set.of(Fault.OUTPUT_ACTIVATION_WRONG, Fault.LOSS_MISMATCH),
                    Mutations::softmaxTwice),
            tuned("loss-swapped", Set.of(Fault.LOSS_MISMATCH), Mutations::lossSwapped),
            heldOut("loss-hinge", Set.of(Fault.LOSS_MISMATCH), Mutations::lossHinge),
            tuned("inputs-raw", Set.of(Fault.INPUTS_UNSCALED), Mutations::inputsRaw),
            tuned("targets-large", Set.of(Fault.TARGETS_OUT_OF_RANGE, Fault.STEP_TOO_LARGE), Mutations::targetsLarge),
            tuned("labels-shuffled", Set.of(Fault.TARGETS_MISALIGNED), Mutations::labelsShuffled),
            heldOut("labels-shifted", Set.of(Fault.TARGETS_MISALIGNED), Mutations::labelsShifted),
            tuned("sorted", Set.of(Fault.DATA_UNSHUFFLED), Mutations::sorted),
            tuned("rare-classes", Set.of(Fault.CLASSES_IMBALANCED), Mutations::rareClasses),
            heldOut("test-scaled", Set.of(Fault.SPLIT_MISMATCH), Mutations::testScaled),
            heldOut("leaked", Set.of(Fault.DATA_LEAK), Mutations::leaked),
            tuned("bias-dead", Set.of(Fault.UNITS_DEAD, Fault.INIT_TOO_LARGE), Mutations::biasDead),
            tuned("batch-huge", Set.of(Fault.BATCH_TOO_LARGE, Fault.EPOCHS_TOO_FEW), Mutations::batchHuge),
            heldOut("batch-one", Set.of(Fault.BATCH_TOO_SMALL, Fault.STEP_TOO_LARGE), Mutations::batchOne),
            heldOut(
                    "momentum-high",
                    Set.of(Fault.MOMENTUM_WRONG, Fault.STEP_TOO_LARGE, Fault.OPTIMIZER_WRONG),
                    Mutations::momentumHigh),
            tuned("decay", Set.of(Fault.REGULARISATION_TOO_STRONG), Mutations::decay),
            tuned("dropout", Set.of(Fault.REGULARISATION_TOO_STRONG), Mutations::dropout),
            tuned("narrow", Set.of(Fault.NETWORK_TOO_SMALL), Mutations::narrow),
            tuned("one-epoch", Set.of(Fault.EPOCHS_TOO_FEW, Fault.STEP_TOO_SMALL), Mutations::oneEpoch));

    private Mutations() {}

    private static double power(CounterRandom random, int low, int high) {
        return Math.pow(10, low + random.below(high - low + 1, 0));
    }

    private static Experiment rateUp(Experiment healthy, CounterRandom random) {
        return healthy.withLearningRate(healthy.learningRate() * power(random, 2, 4));
    }

    private static Experiment rateDown(Experiment healthy, CounterRandom random) {
        return healthy.withLearningRate(healthy.learningRate() / power(random, 3, 4));
    }

    private static Experiment rateNegative(Experiment healthy, CounterRandom random) {
        return healthy.withLearningRate(-healthy.learningRate());
    }

    private static Experiment reductionSum(Experiment healthy, CounterRandom random) {
        return healthy.withReduction(Reduction.SUM).withBatch(random.below(2, 0) == 0 ? 0 : 256);
    }

    private static Experiment startZeros(Experiment healthy, CounterRandom random) {
        return LayerEdit.initializers(healthy, random.below(2, 0) == 0 ? "zeros" : "constant(0.1)", "zeros");
    }

    private static Experiment startLarge(Experiment healthy, CounterRandom random) {
        String start = "normal(0, %d)".formatted(random.below(2, 0) == 0 ? 3 : 10);
        return LayerEdit.initializers(healthy, start, start);
    }

    private static Experiment startSmall(Experiment healthy, CounterRandom random) {
        return LayerEdit.initializers(healthy, "normal(0, 1e-5)", "normal(0, 1e-5)");
    }

    private static @Nullable Experiment noActivation(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.hiddenActivation(healthy, _ -> true, "identity"));
    }

    private static @Nullable Experiment hiddenSoftmax(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.hiddenActivation(healthy, _ -> true, "softmax"));
    }

    private static @Nullable Experiment hiddenExponential(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.hiddenActivation(healthy, _ -> true, "exponential"));
    }

    private static Experiment sigmoidStack(Experiment healthy, CounterRandom random) {
        List<Layer> layers = new ArrayList<>(healthy.layers());
        int last = LayerEdit.lastWeighted(layers);
        for (int i = 0; i < 6 + random.below(4, 0); i++) {
            layers.add(last, Layers.parse("dense(12, activation=sigmoid)"));
        }
        return LayerEdit.hiddenActivation(healthy.withLayers(layers), _ -> true, "sigmoid");
    }

    private static @Nullable Experiment outputRelu(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.outputActivation(healthy, "relu"));
    }

    private static @Nullable Experiment outputSigmoid(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.outputActivation(healthy, "sigmoid"));
    }

    private static @Nullable Experiment outputLinear(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.outputActivation(healthy, "identity"));
    }

    private static @Nullable Experiment softmaxTwice(Experiment healthy, CounterRandom random) {
        return healthy.loss().spec().name().equals("cross-entropy")
                ? healthy.withLoss(Losses.parse("cross-entropy-with-logits"))
                : null;
    }

    private static Experiment lossSwapped(Experiment healthy, CounterRandom random) {
        String swapped =
                healthy.loss().spec().name().contains("cross-entropy") ? "squared-error" : "binary-cross-entropy";
        return healthy.withLoss(Losses.parse(swapped));
    }

    private static Experiment lossHinge(Experiment healthy, CounterRandom random) {
        return healthy.withLoss(Losses.parse("hinge"));
    }

    private static Experiment inputsRaw(Experiment healthy, CounterRandom random) {
        // Over the data's own scaling: pixels come as bytes, tables in other units.
        return healthy.withData(healthy.data().withScale(Scaling.by(random.below(2, 0) == 0 ? 1 : 300)));
    }

    private static @Nullable Experiment targetsLarge(Experiment healthy, CounterRandom random) {
        return healthy.loss().spec().name().equals("squared-error")
                ? transformed(healthy, "scale-targets(%d)".formatted(1000 * (1 + random.below(3, 0))))
                : null;
    }

    private static Experiment labelsShuffled(Experiment healthy, CounterRandom random) {
        return transformed(healthy, "shuffle-labels");
    }

    private static @Nullable Experiment labelsShifted(Experiment healthy, CounterRandom random) {
        return isClasses(healthy) ? transformed(healthy, "shift-labels(1)") : null;
    }

    private static @Nullable Experiment sorted(Experiment healthy, CounterRandom random) {
        return isClasses(healthy) ? transformed(healthy.withShuffle(false), "sort-by-class") : null;
    }

    private static @Nullable Experiment rareClasses(Experiment healthy, CounterRandom random) {
        return isClasses(healthy) ? transformed(healthy, "imbalance(0.01)") : null;
    }

    private static Experiment testScaled(Experiment healthy, CounterRandom random) {
        return transformed(healthy, "scale-test(%d)".formatted(10 + random.below(200, 0)));
    }

    private static Experiment leaked(Experiment healthy, CounterRandom random) {
        return transformed(healthy, "leak(0.8)");
    }

    private static @Nullable Experiment biasDead(Experiment healthy, CounterRandom random) {
        List<Layer> layers = new ArrayList<>(healthy.layers());
        int last = LayerEdit.lastWeighted(layers);
        for (int i = 0; i < last; i++) {
            Layer layer = layers.get(i);
            if (LayerEdit.isWeighted(layer) && layer.activation().spec().name().equals("relu")) {
                layers.set(i, LayerEdit.with(layer, "bias-initializer", Spec.of("constant", -30)));
                return healthy.withLayers(layers);
            }
        }
        return null;
    }

    private static Experiment batchHuge(Experiment healthy, CounterRandom random) {
        return healthy.withBatch(0);
    }

    private static Experiment batchOne(Experiment healthy, CounterRandom random) {
        return healthy.withBatch(1);
    }

    private static @Nullable Experiment momentumHigh(Experiment healthy, CounterRandom random) {
        return healthy.optimizer().spec().name().equals("sgd")
                ? healthy.withOptimizer(Optimizers.parse("momentum(0.999)"))
                : null;
    }

    private static Experiment decay(Experiment healthy, CounterRandom random) {
        return healthy.withWeightDecay(power(random, -1, 0));
    }

    private static @Nullable Experiment dropout(Experiment healthy, CounterRandom random) {
        List<Layer> layers = new ArrayList<>(healthy.layers());
        int last = LayerEdit.lastWeighted(layers);
        if (last == 0 || layers.stream().anyMatch(Dropout.class::isInstance)) {
            return null;
        }
        layers.add(last, Layers.parse("dropout(0.95)"));
        return healthy.withLayers(layers);
    }

    private static @Nullable Experiment narrow(Experiment healthy, CounterRandom random) {
        return changed(healthy, LayerEdit.hiddenUnits(healthy, _ -> 1));
    }

    private static Experiment oneEpoch(Experiment healthy, CounterRandom random) {
        return healthy.withEpochs(1);
    }

    private static boolean isClasses(Experiment experiment) {
        return experiment.loss().spec().name().contains("cross-entropy");
    }

    private static Experiment transformed(Experiment experiment, String transform) {
        List<Spec> transforms = new ArrayList<>(experiment.data().transforms());
        transforms.add(Spec.parse(transform));
        return experiment.withData(experiment.data().withTransforms(transforms));
    }

    private static @Nullable Experiment changed(Experiment before, Experiment after) {
        return before.equals(after) ? null : after;
    }
}
