package dev.descent.doctor;

import dev.descent.data.CounterRandom;
import dev.descent.data.CounterRandom.Purpose;
import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;

/**
 * What can be reached on data without any network: by nearest neighbours or, where classes are clouds in many dimensions, by
 * the nearest mean of a class. A yardstick for a training, and a lower bound: the best training may do better.
 */
final class Reachable {
    private static final int MOST_TRAIN = 1500;
    private static final int MOST_TEST = 300;
    private static final int NEIGHBOURS = 5;

    /** Normal equations of more features take longer than a trial may. */
    private static final int MOST_FEATURES = 200;

    private Reachable() {}

    static double quality(TrainTest data) {
        double neighbours = ofNeighbours(data);
        return data.train().isClassification() ? Math.max(neighbours, ofMeans(data)) : neighbours;
    }

    /**
     * Share of the variance of real targets that their inputs explain, by neighbours or by a straight line. No yardstick for a
     * training: what is linear a line hits better than any healthy network.
     */
    static double explained(TrainTest data) {
        return Math.max(ofNeighbours(data), ofLines(data));
    }

    /** Quality of a linear answer; −1 where it would be dear or, as inputs that are their own targets, is no measure. */
    private static double ofLines(TrainTest data) {
        Dataset train = some(data.train(), MOST_TRAIN);
        int features = train.shape().size();
        int targets = train.targetSize();
        if (features > MOST_FEATURES || (targets >= features && features > 1)) {
            return -1;
        }
        LeastSquares lines = new LeastSquares(train, deviations(train));
        double squares = 0;
        for (int output = 0; output < targets; output++) {
            squares += lines.squaredError(data.test(), output) / targets;
        }
        return Quality.ofError(squares, data.train());
    }

    /** Quality that the mean of the training targets reaches on the test data: 0 but for other targets there. */
    static double ofConstant(TrainTest data) {
        Dataset train = data.train();
        Dataset test = data.test();
        double squares = 0;
        for (int output = 0; output < train.targetSize(); output++) {
            double mean = 0;
            for (int sample = 0; sample < train.size(); sample++) {
                mean += train.target(sample, output) / train.size();
            }
            for (int sample = 0; sample < test.size(); sample++) {
                double error = test.target(sample, output) - mean;
                squares += error * error / train.targetSize() / test.size();
            }
        }
        return Quality.ofError(squares, train);
    }

    /** Quality of the answer of 5 nearest neighbours (Cover and Hart 1967) on standardised features. */
    private static double ofNeighbours(TrainTest data) {
        Dataset train = some(data.train(), MOST_TRAIN);
        Dataset test = some(data.test(), MOST_TEST);
        int features = train.shape().size();
        float[] scale = deviations(train);
        float[] known = new float[train.size() * features];
        float[] asked = new float[features];
        for (int i = 0; i < train.size(); i++) {
            train.copyInput(i, known, i * features);
        }
        boolean self = data.train() == data.test();
        int right = 0;
        double squares = 0;
        for (int i = 0; i < test.size(); i++) {
            test.copyInput(i, asked, 0);
            int[] nearest = nearest(known, asked, scale, Math.min(self ? 1 : NEIGHBOURS, train.size()));
            if (train.isClassification()) {
                right += vote(train, nearest) == test.label(i) ? 1 : 0;
            } else {
                for (int output = 0; output < train.targetSize(); output++) {
                    double mean = 0;
                    for (int neighbour : nearest) {
                        mean += train.target(neighbour, output) / nearest.length;
                    }
                    double error = mean - test.target(i, output);
                    squares += error * error / train.targetSize();
                }
            }
        }
        return train.isClassification()
                ? Quality.ofAccuracy((double) right / test.size(), data.train())
                : Quality.ofError(squares / test.size(), data.train());
    }

    /** Quality of the class whose mean is nearest (Rocchio 1971), on standardised features; all samples make the means. */
    private static double ofMeans(TrainTest data) {
        Dataset train = data.train();
        Dataset test = some(data.test(), MOST_TEST);
        int features = train.shape().size();
        float[] row = new float[features];
        float[] means = new float[train.classes() * features];
        int[] counts = train.classCounts();
        for (int i = 0; i < train.size(); i++) {
            train.copyInput(i, row, 0);
            int label = train.label(i);
            for (int feature = 0; feature < features; feature++) {
                means[label * features + feature] += row[feature] / counts[label];
            }
        }
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                // Near nothing.
                java.util.Arrays.fill(means, label * features, (label + 1) * features, Float.NaN);
            }
        }
        float[] scale = deviations(some(train, MOST_TRAIN));
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            test.copyInput(i, row, 0);
            right += nearest(means, row, scale, 1)[0] == test.label(i) ? 1 : 0;
        }
        return Quality.ofAccuracy((double) right / test.size(), train);
    }

    private static Dataset some(Dataset data, int most) {
        if (data.size() <= most) {
            return data;
        }
        int[] order = CounterRandom.of(0, Purpose.MEASUREMENT).permutation(data.size());
        return data.select(java.util.Arrays.copyOf(order, most));
    }

    private static float[] deviations(Dataset data) {
        int features = data.shape().size();
        double[] sums = new double[features];
        double[] squares = new double[features];
        float[] row = new float[features];
        for (int i = 0; i < data.size(); i++) {
            data.copyInput(i, row, 0);
            for (int feature = 0; feature < features; feature++) {
                sums[feature] += row[feature];
                squares[feature] += (double) row[feature] * row[feature];
            }
        }
        float[] inverse = new float[features];
        for (int feature = 0; feature < features; feature++) {
            double mean = sums[feature] / data.size();
            double variance = squares[feature] / data.size() - mean * mean;
            // Pixels share one scale; rare pixels blown up to unit variance would drown the others.
            inverse[feature] = data.hasPixels() ? 1 : variance > 1e-12 ? (float) (1 / Math.sqrt(variance)) : 0;
        }
        return inverse;
    }

    private static int[] nearest(float[] known, float[] asked, float[] scale, int count) {
        int features = asked.length;
        int[] best = new int[count];
        double[] distances = new double[count];
        java.util.Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int row = 0; row < known.length / features; row++) {
            float distance = 0;
            for (int feature = 0; feature < features; feature++) {
                float away = (known[row * features + feature] - asked[feature]) * scale[feature];
                distance += away * away;
            }
            for (int place = 0; place < count; place++) {
                if (distance < distances[place]) {
                    System.arraycopy(distances, place, distances, place + 1, count - place - 1);
                    System.arraycopy(best, place, best, place + 1, count - place - 1);
                    distances[place] = distance;
                    best[place] = row;
                    break;
                }
            }
        }
        return best;
    }

    private static int vote(Dataset train, int[] neighbours) {
        int[] votes = new int[train.classes()];
        int winner = train.label(neighbours[0]);
        for (int neighbour : neighbours) {
            int label = train.label(neighbour);
            votes[label]++;
            winner = votes[label] > votes[winner] ? label : winner;
        }
        return winner;
    }
}
