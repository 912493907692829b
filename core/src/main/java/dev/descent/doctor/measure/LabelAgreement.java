package dev.descent.doctor.measure;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.report.Evidence;
import java.util.List;

/**
 * Do labels belong to their inputs? The share of samples whose nearest other sample has their label (Cover and Hart 1967),
 * against the distribution of that share over random permutations of the labels (a permutation test, Good 2005). Labels that
 * were shuffled apart from their inputs, or are off by a row, agree no more often than permuted ones.
 */
public final class LabelAgreement implements Measurement {
    private static final int SAMPLES = 600;
    private static final int PERMUTATIONS = 200;

    @Override
    public String name() {
        return "label-agreement";
    }

    @Override
    public String tells() {
        return "whether samples that look alike have the same label more often than chance gives";
    }

    /**
     * @param share of samples whose nearest other sample has their label
     * @param expected the same with labels permuted, on average
     * @param chance share of permutations that agree as often; small when the labels belong to the inputs
     */
    public record Agreement(double share, double expected, double chance) {}

    @Override
    public List<Evidence> measure(Subject subject) {
        Dataset train = subject.data().train();
        if (!train.isClassification() || train.size() < 10) {
            return List.of();
        }
        Agreement agreement = of(train);
        return List.of(
                Evidence.against(
                        "samples whose nearest neighbour has their label",
                        agreement.share(),
                        agreement.expected(),
                        "its mean over permuted labels"),
                Evidence.against(
                        "permutations of the labels that agree as often",
                        agreement.chance(),
                        0.05,
                        "permutation test, 5 %"));
    }

    static Agreement of(Dataset all) {
        Dataset data = all.size() <= SAMPLES ? all : all.shuffled(1).take(SAMPLES);
        int[] nearest = nearest(data);
        int[] labels = new int[data.size()];
        for (int sample = 0; sample < labels.length; sample++) {
            labels[sample] = data.label(sample);
        }
        double share = share(nearest, labels);
        double sum = 0;
        int asOften = 0;
        for (int round = 0; round < PERMUTATIONS; round++) {
            int[] order = CounterRandom.of(round, Purpose.MEASUREMENT, 1).permutation(labels.length);
            int[] permuted = new int[labels.length];
            for (int sample = 0; sample < labels.length; sample++) {
                permuted[sample] = labels[order[sample]];
            }
            double one = share(nearest, permuted);
            sum += one;
            asOften += one >= share ? 1 : 0;
        }
        return new Agreement(share, sum / PERMUTATIONS, (asOften + 1.0) / (PERMUTATIONS + 1));
    }

    private static double share(int[] nearest, int[] labels) {
        int same = 0;
        for (int sample = 0; sample < labels.length; sample++) {
            same += labels[nearest[sample]] == labels[sample] ? 1 : 0;
        }
        return (double) same / labels.length;
    }

    private static int[] nearest(Dataset data) {
        int features = data.shape().size();
        float[] rows = new float[data.size() * features];
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyInput(sample, rows, sample * features);
        }
        int[] nearest = new int[data.size()];
        float[] best = new float[data.size()];
        java.util.Arrays.fill(best, Float.POSITIVE_INFINITY);
        for (int one = 0; one < data.size(); one++) {
            for (int other = 0; other < one; other++) {
                float distance = distance(rows, one * features, other * features, features);
                if (distance < best[one]) {
                    best[one] = distance;
                    nearest[one] = other;
                }
                if (distance < best[other]) {
                    best[other] = distance;
                    nearest[other] = one;
                }
            }
        }
        return nearest;
    }

    private static float distance(float[] rows, int one, int other, int features) {
        float sum = 0;
        for (int feature = 0; feature < features; feature++) {
            float away = rows[one + feature] - rows[other + feature];
            sum += away * away;
        }
        return sum;
    }
}
