package dev.descent.train;

import dev.descent.data.augment.Augmentations;
import dev.descent.data.transform.Transforms;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Loss;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.spec.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The list of the experiment's fields, in the order in which files print them. A new field is one entry here. */
public final class Fields {
    /** All fields. */
    public static final List<Field> ALL = List.of(
            field("name", "what to call the experiment", Kind.TEXT, Experiment::name, Experiment::withName),
            field("about", "one sentence on what it shows", Kind.TEXT, Experiment::about, Experiment::withAbout),
            data(
                    "source",
                    "where samples come from: mnist, fashion-mnist, digits, idx(…), csv(…), …",
                    Kind.SPEC,
                    DataPlan::source,
                    DataPlan::withSource),
            data(
                    "train",
                    "the part trained on: train or test",
                    Kind.choice(DataPlan.Part.class),
                    DataPlan::train,
                    DataPlan::withTrain),
            data(
                    "test",
                    "the part tested on: train or test",
                    Kind.choice(DataPlan.Part.class),
                    DataPlan::test,
                    DataPlan::withTest),
            data("take", "how many samples to train on, 0 for all", Kind.COUNT, DataPlan::take, DataPlan::withTake),
            data(
                    "scale",
                    "what raw values are multiplied by, e.g. 1/255; 'own' leaves it to the source",
                    Kind.SCALING,
                    DataPlan::scale,
                    DataPlan::withScale),
            data(
                    "transforms",
                    "changes made to the data once, before training",
                    Kind.specs(Transforms::parse),
                    DataPlan::transforms,
                    DataPlan::withTransforms),
            field(
                    "network.input",
                    "shape of one sample, e.g. [784]; 'data' for the data's own",
                    Kind.SHAPE,
                    Experiment::input,
                    Experiment::withInput),
            field(
                    "network.layers",
                    "the layers, first to last",
                    Kind.components(Layer::spec, Layers::parse),
                    Experiment::layers,
                    Experiment::withLayers),
            field(
                    "loss",
                    "what training makes small",
                    Kind.component(Loss::spec, Losses::parse),
                    Experiment::loss,
                    Experiment::withLoss),
            field(
                    "optimizer",
                    "how parameters follow the gradient",
                    Kind.component(Optimizer::spec, Optimizers::parse),
                    Experiment::optimizer,
                    Experiment::withOptimizer),
            field("learning-rate", "step size", Kind.NUMBER, Experiment::learningRate, Experiment::withLearningRate),
            field(
                    "schedule",
                    "how the learning rate changes",
                    Kind.component(Schedule::spec, Schedules::parse),
                    Experiment::schedule,
                    Experiment::withSchedule),
            field(
                    "reduction",
                    "gradient over the batch: sum or mean",
                    Kind.choice(Reduction.class),
                    Experiment::reduction,
                    Experiment::withReduction),
            field(
                    "weight-decay",
                    "pull of weights towards 0, not of biases",
                    Kind.NUMBER,
                    Experiment::weightDecay,
                    Experiment::withWeightDecay),
            field(
                    "clip",
                    "limit on the gradient: none, norm(…) or value(…)",
                    Kind.component(Clip::spec, Clip::parse),
                    Experiment::clip,
                    Experiment::withClip),
            field("batch", "samples per step, or 'full'", Kind.BATCH, Experiment::batch, Experiment::withBatch),
            field("epochs", "passes over the training data", Kind.COUNT, Experiment::epochs, Experiment::withEpochs),
            field("steps", "most steps to take, 0 for no limit", Kind.WHOLE, Experiment::steps, Experiment::withSteps),
            field(
                    "shuffle",
                    "whether the order of samples changes every epoch",
                    Kind.FLAG,
                    Experiment::shuffle,
                    Experiment::withShuffle),
            field(
                    "validation",
                    "share of the training data held out, in [0, 1)",
                    Kind.NUMBER,
                    Experiment::validation,
                    Experiment::withValidation),
            field(
                    "early-stopping",
                    "none, or patience(epochs without improvement)",
                    Kind.component(EarlyStopping::spec, EarlyStopping::parse),
                    Experiment::earlyStopping,
                    Experiment::withEarlyStopping),
            field(
                    "keep-best",
                    "whether the best epoch's parameters are kept",
                    Kind.FLAG,
                    Experiment::keepBest,
                    Experiment::withKeepBest),
            field(
                    "seed",
                    "decides start, order, dropout and augmentation",
                    Kind.WHOLE,
                    Experiment::seed,
                    Experiment::withSeed),
            field(
                    "start",
                    "file (.npz) with the starting parameters; 'random' draws them",
                    Kind.START,
                    Experiment::start,
                    Experiment::withStart),
            field(
                    "augment",
                    "changes made to each training image on the fly",
                    Kind.specs(Augmentations::parse),
                    Experiment::augment,
                    Experiment::withAugment),
            field(
                    "clean-epochs",
                    "last epochs that see the images without these changes",
                    Kind.COUNT,
                    Experiment::cleanEpochs,
                    Experiment::withCleanEpochs),
            field(
                    "label-smoothing",
                    "share of the target spread over all classes",
                    Kind.NUMBER,
                    Experiment::labelSmoothing,
                    Experiment::withLabelSmoothing),
            field(
                    "mixup",
                    "parameter of the Beta distribution that mixes two samples, 0 for none",
                    Kind.NUMBER,
                    Experiment::mixup,
                    Experiment::withMixup),
            field(
                    "averaging",
                    "share of the running mean of the parameters kept per step, 0 for none",
                    Kind.NUMBER,
                    Experiment::averaging,
                    Experiment::withAveraging));

    private Fields() {}

    /** The names of all fields. */
    public static List<String> names() {
        return ALL.stream().map(Field::name).toList();
    }

    /** @throws IllegalArgumentException for an unknown name, naming the nearest */
    public static Field named(String name) {
        return ALL.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no field '%s'%s".formatted(name, Nearest.hint(name, names()))));
    }

    /** The fields in which two experiments differ. */
    public static List<Field.Change> changes(Experiment before, Experiment after) {
        List<Field.Change> changes = new ArrayList<>();
        for (Field field : ALL) {
            var old = field.get(before);
            var fresh = field.get(after);
            if (!old.equals(fresh)) {
                changes.add(new Field.Change(field, old, fresh));
            }
        }
        return changes;
    }

    private static <T extends @Nullable Object> Field field(
            String name,
            String says,
            Kind<T> kind,
            Function<Experiment, T> get,
            BiFunction<Experiment, T, Experiment> set) {
        return new Field(
                name,
                says,
                kind.plainText(),
                experiment -> kind.print().apply(get.apply(experiment)),
                (experiment, value) -> set.apply(experiment, kind.read().apply(value)));
    }

    private static <T extends @Nullable Object> Field data(
            String name, String says, Kind<T> kind, Function<DataPlan, T> get, BiFunction<DataPlan, T, DataPlan> set) {
        return field(
                "data." + name,
                says,
                kind,
                experiment -> get.apply(experiment.data()),
                (experiment, value) -> experiment.withData(set.apply(experiment.data(), value)));
    }
}
