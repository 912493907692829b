package dev.descent.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well a network answers on a data set.
 *
 * @param task what its outputs stand for
 * @param loss the experiment's loss, mean over the samples
 * @param predictions every answer
 */
public record Evaluation(Task task, double loss, Predictions predictions) {
    private static final int CALIBRATION_BINS = 15;

    public int samples() {
        return predictions.samples();
    }

    /** Share of right answers, 0 to 1; NaN where the task is to hit numbers. */
    public double accuracy() {
        if (task == Task.NUMBERS) {
            return Double.NaN;
        }
        return (double) right().count() / samples();
    }

    private IntStream right() {
        return IntStream.range(0, samples()).filter(this::isRight);
    }

    /** Whether the class answered is the true one. */
    public boolean isRight(int sample) {
        return predictions.answer(sample) == predictions.truth(sample);
    }

    /** Mean of (output − target)² over samples and outputs, whatever the loss. */
    public double meanSquaredError() {
        double sum = 0;
        for (int i = 0; i < predictions.outputs().length; i++) {
            double error = (double) predictions.outputs()[i] - predictions.targets()[i];
            sum += error * error;
        }
        return sum / predictions.outputs().length;
    }

    /** Mean of |output − target| over samples and outputs. */
    public double meanAbsoluteError() {
        double sum = 0;
        for (int i = 0; i < predictions.outputs().length; i++) {
            sum += Math.abs((double) predictions.outputs()[i] - predictions.targets()[i]);
        }
        return sum / predictions.outputs().length;
    }

    /** Which class was taken for which; for tasks with classes. */
    public Confusion confusion() {
        if (task == Task.NUMBERS) {
            throw new IllegalStateException("a task of hitting numbers has no classes, hence no confusion matrix");
        }
        return Confusion.of(predictions);
    }

    /** Share of samples whose true class is among the k greatest outputs; of equal outputs the first count. */
    public double topAccuracy(int k) {
        long found =
                IntStream.range(0, samples()).filter(sample -> rank(sample) < k).count();
        return (double) found / samples();
    }

    /** How many classes stand before the true one, 0 when the answer is right. */
    private int rank(int sample) {
        int truth = predictions.truth(sample);
        float own = predictions.output(sample, truth);
        int before = 0;
        for (int unit = 0; unit < predictions.width(); unit++) {
            float other = predictions.output(sample, unit);
            before += other > own || (other == own && unit < truth) || Float.isNaN(own) ? 1 : 0;
        }
        return before;
    }

    /** How sure the network is of its answer: the answered class's output (for one output, its distance from no). */
    public float confidence(int sample) {
        int answer = predictions.answer(sample);
        if (predictions.width() > 1) {
            return predictions.output(sample, answer);
        }
        float yes = predictions.output(sample, 0);
        return answer == 1 ? yes : 1 - yes;
    }

    /**
     * Expected calibration error: the mean distance between confidence and accuracy over 15 equal bins of confidence,
     * weighted by their samples (Guo et al. 2017, eq. 3). Says something only where outputs are probabilities.
     */
    public double calibrationError() {
        double[] confidence = new double[CALIBRATION_BINS];
        int[] right = new int[CALIBRATION_BINS];
        for (int sample = 0; sample < samples(); sample++) {
            float sure = confidence(sample);
            // Bins are open below and closed above, as in the paper.
            int bin = Math.clamp((int) Math.ceil(sure * CALIBRATION_BINS) - 1, 0, CALIBRATION_BINS - 1);
            confidence[bin] += sure;
            right[bin] += isRight(sample) ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
            error += Math.abs(right[bin] - confidence[bin]);
        }
        return error / samples();
    }

    /** The samples answered wrongly, the surest mistake first. */
    public List<Integer> mistakes() {
        return IntStream.range(0, samples())
                .filter(sample -> !isRight(sample))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer sample) -> confidence(sample))
                        .reversed())
                .toList();
    }
}
