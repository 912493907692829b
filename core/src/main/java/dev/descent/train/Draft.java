package dev.descent.train;

import dev.descent.data.Shape;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Loss;
import dev.descent.network.Losses;
import dev.descent.network.Reduction;
import dev.descent.spec.Spec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an {@link Experiment} while they change. */
final class Draft {
    String name;
    String about;
    DataPlan data;

    @Nullable
    Shape input;

    List<Layer> layers;
    Loss loss;
    Optimizer optimizer;
    double learningRate;
    Schedule schedule;
    Reduction reduction;
    double weightDecay;
    Clip clip;
    int batch;
    int epochs;
    long steps;
    boolean shuffle;
    double validation;
    EarlyStopping earlyStopping;
    boolean keepBest;
    long seed;

    @Nullable
    String start;

    List<Spec> augment;
    int cleanEpochs;
    double labelSmoothing;
    double mixup;
    double averaging;
    Path folder;

    Draft(Experiment from) {
        name = from.name();
        about = from.about();
        data = from.data();
        input = from.input();
        layers = from.layers();
        loss = from.loss();
        optimizer = from.optimizer();
        learningRate = from.learningRate();
        schedule = from.schedule();
        reduction = from.reduction();
        weightDecay = from.weightDecay();
        clip = from.clip();
        batch = from.batch();
        epochs = from.epochs();
        steps = from.steps();
        shuffle = from.shuffle();
        validation = from.validation();
        earlyStopping = from.earlyStopping();
        keepBest = from.keepBest();
        seed = from.seed();
        start = from.start();
        augment = from.augment();
        cleanEpochs = from.cleanEpochs();
        labelSmoothing = from.labelSmoothing();
        mixup = from.mixup();
        averaging = from.averaging();
        folder = from.folder();
    }

    private Draft() {
        name = "digits";
        about = "";
        data = DataPlan.of(Spec.of("mnist"));
        layers = List.of(
                Layers.parse(Spec.parse("dense(128, activation=relu, initializer=he-normal)")),
                Layers.parse(Spec.parse("dense(10, activation=softmax)")));
        loss = Losses.parse(Spec.of("cross-entropy"));
        optimizer = new Adam();
        learningRate = 0.001;
        schedule = new Schedules.Constant();
        reduction = Reduction.MEAN;
        clip = new Clip.None();
        batch = 32;
        epochs = 10;
        shuffle = true;
        earlyStopping = EarlyStopping.NONE;
        seed = 1;
        augment = List.of();
        folder = Path.of("");
    }

    /** The defaults of every field. */
    static Draft standard() {
        return new Draft();
    }

    Experiment build() {
        return new Experiment(
                name,
                about,
                data,
                input,
                layers,
                loss,
                optimizer,
                learningRate,
                schedule,
                reduction,
                weightDecay,
                clip,
                batch,
                epochs,
                steps,
                shuffle,
                validation,
                earlyStopping,
                keepBest,
                seed,
                start,
                augment,
                cleanEpochs,
                labelSmoothing,
                mixup,
                averaging,
                folder);
    }
}
