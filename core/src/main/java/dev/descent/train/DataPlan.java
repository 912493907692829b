package dev.descent.train;

import dev.descent.data.DataSources;
import dev.descent.data.Dataset;
import dev.descent.data.Scaling;
import dev.descent.data.TrainTest;
import dev.descent.data.transform.Transforms;
import dev.descent.spec.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which data an experiment uses and what is done to it first.
 *
 * @param source where samples come from: {@code mnist}, {@code csv(…)}
 * @param train the part trained on
 * @param test the part tested on
 * @param take how many samples to train on, 0 for all
 * @param scale what is done to raw values; null leaves it to the source
 * @param transforms changes made to the training data once, in order
 */
public record DataPlan(
        Spec source,
        Part train,
        Part test,
        int take,
        @Nullable Scaling scale,
        List<Spec> transforms) {

    /** A part of a data set. */
    public enum Part {
        TRAIN,
        TEST;

        Dataset of(TrainTest data) {
            return this == TRAIN ? data.train() : data.test();
        }
    }

    public DataPlan {
        Require.notNegative(take, "data.take");
        transforms = List.copyOf(transforms);
    }

    /** All of a source's training part, tested on its test part. */
    public static DataPlan of(Spec source) {
        return new DataPlan(source, Part.TRAIN, Part.TEST, 0, null, List.of());
    }

    public static DataPlan of(String source) {
        return of(Spec.parse(source));
    }

    /**
     * Reads the data and does to it what the plan says.
     *
     * @param folder what relative paths start from
     */
    public TrainTest load(Path folder) throws IOException {
        return apply(DataSources.parse(source).load(folder));
    }

    /** Does to data already read what the plan says. */
    public TrainTest apply(TrainTest data) {
        Dataset training = scaled(train.of(data));
        training = take == 0 ? training : training.take(take);
        TrainTest planned = new TrainTest(data.name(), training, scaled(test.of(data)));
        for (Spec transform : transforms) {
            planned = Transforms.parse(transform).apply(planned);
        }
        return planned;
    }

    private Dataset scaled(Dataset data) {
        return scale == null ? data : data.scaled(scale);
    }

    public DataPlan withSource(Spec newSource) {
        return new DataPlan(newSource, train, test, take, scale, transforms);
    }

    public DataPlan withTrain(Part part) {
        return new DataPlan(source, part, test, take, scale, transforms);
    }

    public DataPlan withTest(Part part) {
        return new DataPlan(source, train, part, take, scale, transforms);
    }

    public DataPlan withTake(int samples) {
        return new DataPlan(source, train, test, samples, scale, transforms);
    }

    public DataPlan withScale(@Nullable Scaling scaling) {
        return new DataPlan(source, train, test, take, scaling, transforms);
    }

    public DataPlan withTransforms(List<Spec> newTransforms) {
        return new DataPlan(source, train, test, take, scale, newTransforms);
    }
}
