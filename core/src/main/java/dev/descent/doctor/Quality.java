package dev.descent.doctor;

import dev.descent.data.Dataset;
import dev.descent.train.Evaluation;
import dev.descent.train.Task;

/**
 * How good answers are, comparable across tasks: 0 is what a constant answer reaches, 1 is perfect, below 0 is worse than a
 * constant. For classes {@code (accuracy − share of the largest class) / (1 − that share)} (Cohen's kappa against the majority
 * answer), for numbers the coefficient of determination {@code 1 − mean squared error / variance}, at least −1.
 */
public final class Quality {
    private Quality() {}

    static double of(Evaluation evaluation, Dataset data) {
        return evaluation.task() == Task.NUMBERS
                ? ofError(evaluation.meanSquaredError(), data)
                : ofAccuracy(evaluation.accuracy(), data);
    }

    static double ofAccuracy(double accuracy, Dataset data) {
        double majority = majority(data);
        return majority == 1 ? accuracy : (accuracy - majority) / (1 - majority);
    }

    static double ofError(double meanSquaredError, Dataset data) {
        double variance = 0;
        for (int output = 0; output < data.targetSize(); output++) {
            double mean = 0;
            double squares = 0;
            for (int sample = 0; sample < data.size(); sample++) {
                double target = data.target(sample, output);
                mean += target / data.size();
                squares += target * target / data.size();
            }
            variance += (squares - mean * mean) / data.targetSize();
        }
        double quality = variance <= 0 ? (meanSquaredError < 1e-6 ? 1 : 0) : 1 - meanSquaredError / variance;
        return Double.isNaN(quality) ? -1 : Math.max(-1, quality);
    }

    /**
     * What two trainings' qualities differ by chance, as so many samples show them: one standard deviation. 0 where numbers are
     * to be hit.
     *
     * @param asked samples by which they are judged
     */
    static double noise(double quality, int asked, Dataset train) {
        double majority = train.isClassification() ? majority(train) : 1;
        if (majority == 1) {
            return 0;
        }
        double accuracy = Math.clamp(quality * (1 - majority) + majority, 0, 1);
        return Math.sqrt(2 * accuracy * (1 - accuracy) / asked) / (1 - majority);
    }

    /** Share of the most frequent class, or of the more frequent of the targets 0 and 1. */
    static double majority(Dataset data) {
        if (!data.isClassification()) {
            double ones = 0;
            for (int sample = 0; sample < data.size(); sample++) {
                ones += data.target(sample, 0) > 0.5 ? 1 : 0;
            }
            return Math.max(ones, data.size() - ones) / data.size();
        }
        int most = 0;
        for (int count : data.classCounts()) {
            most = Math.max(most, count);
        }
        return (double) most / data.size();
    }
}
