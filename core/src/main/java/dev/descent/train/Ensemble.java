package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.data.augment.Augmentation;
import dev.descent.data.augment.Augmented;
import dev.descent.model.Model;
import java.util.List;
import java.util.Objects;

/**
 * Several networks, or one that sees each image several times, answering together: the mean of their probabilities (Dietterich
 * 2000, "Ensemble Methods in Machine Learning"; test-time augmentation as in Krizhevsky et al. 2012, section 4.1).
 *
 * @param models that take the same samples and have the same classes, at least one
 * @param augmentations what is done to an image for every view but the first, which is the image itself
 * @param views how often each network sees an image, at least 1
 * @param seed decides the augmentation
 */
public record Ensemble(List<Model> models, List<Augmentation> augmentations, int views, long seed) {
    private static final double LEAST = 1e-12;

    public Ensemble {
        models = List.copyOf(models);
        augmentations = List.copyOf(augmentations);
        if (models.isEmpty() || views < 1) {
            throw new IllegalArgumentException(
                    "an ensemble needs a model and a view, got %d and %d".formatted(models.size(), views));
        }
        Model first = models.getFirst();
        for (Model model : models) {
            if (model.network().input().size() != first.network().input().size()
                    || model.network().output().size()
                            != first.network().output().size()) {
                throw new IllegalArgumentException(
                        "the models of an ensemble take %s and give %s, but one takes %s and gives %s"
                                .formatted(
                                        first.network().input(),
                                        first.network().output(),
                                        model.network().input(),
                                        model.network().output()));
            }
        }
    }

    /** One view each. */
    public static Ensemble of(List<Model> models) {
        return new Ensemble(models, List.of(), 1, 0);
    }

    /** The same networks, each seeing an image {@code views} times. */
    public Ensemble withViews(List<Augmentation> changes, int number) {
        return new Ensemble(models, changes, number, seed);
    }

    /** The answers to all samples; with several answers averaged the loss is the cross-entropy of the mean. */
    public Evaluation evaluate(Dataset data) {
        double[] sums = new double[0];
        Evaluation last = null;
        for (int view = 0; view < views; view++) {
            Dataset seen = view == 0 ? data : Augmented.copy(data, augmentations, seed, view);
            for (Model model : models) {
                last = new Evaluator(model.network(), model.loss())
                        .evaluate(model.weights(), seen.scaled(model.scaling()));
                float[] outputs = last.predictions().outputs();
                sums = sums.length == 0 ? new double[outputs.length] : sums;
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += outputs[i];
                }
            }
        }
        int answers = views * models.size();
        if (last == null || answers == 1) {
            return Objects.requireNonNull(last);
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / answers);
        }
        Predictions all = last.predictions();
        Predictions predictions = new Predictions(all.samples(), all.width(), mean, all.targets());
        return new Evaluation(last.task(), loss(last.task(), predictions), predictions);
    }

    private static double loss(Task task, Predictions predictions) {
        if (task != Task.CLASSES) {
            return new Evaluation(task, 0, predictions).meanSquaredError();
        }
        double sum = 0;
        for (int sample = 0; sample < predictions.samples(); sample++) {
            sum -= Math.log(Math.max(LEAST, predictions.output(sample, predictions.truth(sample))));
        }
        return sum / predictions.samples();
    }
}
