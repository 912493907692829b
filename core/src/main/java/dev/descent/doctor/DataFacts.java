package dev.descent.doctor;

import dev.descent.data.Dataset;
import dev.descent.data.TrainTest;

/**
 * Facts about data, measured on at most 1,000 samples of each part.
 *
 * @param inputMean mean over all features, scaled as the network gets them
 * @param inputDeviation standard deviation over all features
 * @param inputLargest largest absolute value
 * @param featureSpread largest over smallest standard deviation of a feature, constant features aside
 * @param silentFeatures features that are 0 in every sample of the whole training part, as the network gets it
 * @param testMean as inputMean, of the test part
 * @param testDeviation as inputDeviation, of the test part
 * @param invalid features that are NaN or infinite
 * @param placeholder a number that stands where values are missing, see {@link Placeholders}; NaN for none
 * @param targetLow smallest target
 * @param targetHigh largest target
 * @param targetsAreBinary whether there is one target of 0 or 1
 * @param targetsAreTags whether there are several targets, each 0 or 1, of which any number may be 1
 * @param targetsAreOneHot whether targets are several, one of them 1 and the others 0
 * @param copiesInputs whether the targets are the inputs, as those of an autoencoder
 * @param integerClasses number of classes when there is one target and it counts classes (0, 1, 2 …), else 0
 * @param sameClassRuns share of samples that follow one of their own class, over what chance gives; 1 for shuffled data
 * @param rarest share of the rarest class over an even share
 * @param labelAgreement share of samples whose nearest other sample has their class; for real targets the share of their
 *     variance in the test part that the nearest training samples or a straight line explain, see {@link Reachable}
 * @param chanceAgreement the same expected if labels did not belong to the inputs; for real targets what their mean explains
 * @param crowding mean distance to the nearest other sample over the mean distance: near 1 where inputs have no structure
 * @param leaked share of test samples that stand in the training part too, beyond the share that would by chance
 */
public record DataFacts(
        double inputMean,
        double inputDeviation,
        double inputLargest,
        double featureSpread,
        int silentFeatures,
        double testMean,
        double testDeviation,
        int invalid,
        double placeholder,
        double targetLow,
        double targetHigh,
        boolean targetsAreBinary,
        boolean targetsAreTags,
        boolean targetsAreOneHot,
        boolean copiesInputs,
        int integerClasses,
        double sameClassRuns,
        double rarest,
        double labelAgreement,
        double chanceAgreement,
        double crowding,
        double leaked) {
    /** A class with less than this of an even share is rare (SageMaker Debugger, class_imbalance). */
    public static final double RARE = 0.2;

    /** Standard deviations that chance hardly ever exceeds. */
    public static final double HARDLY_EVER = 3;

    /** Samples of each part that are looked at. */
    static final int MOST = 1000;

    /** So much more often than by chance neighbours agree where labels belong to their inputs, whatever the sample. */
    private static final double AGREES = 0.1;

    /** The highest of several numbers with so small a part of an even share is the tail of a count, not a class. */
    private static final double TAIL = 0.1;

    /**
     * Whether neighbours' labels, or targets, agree no more than chance explains: within three standard deviations, and within
     * half of what they could agree more, which is little where one class has nearly all samples.
     *
     * @param samples of the training part
     */
    public boolean agreesByChance(int samples) {
        double more = labelAgreement - chanceAgreement;
        if (chanceAgreement <= 0 || chanceAgreement >= 1) {
            return more < AGREES;
        }
        double deviation = Math.sqrt(chanceAgreement * (1 - chanceAgreement) / Math.min(samples, MOST));
        return more < Math.min(AGREES, Math.min(HARDLY_EVER * deviation, (1 - chanceAgreement) / 2));
    }

    static DataFacts of(TrainTest data) {
        SampleFacts train = new SampleFacts(data.train());
        SampleFacts test = new SampleFacts(data.test());
        Dataset all = data.train();
        double[] range = targetRange(all);
        boolean oneHot = !all.isClassification() && all.targetSize() > 1 && isOneHot(all);
        boolean yesOrNo = !all.isClassification() && areYesOrNo(all);
        boolean binary = yesOrNo && all.targetSize() == 1;
        return new DataFacts(
                train.mean(),
                train.deviation(),
                train.largest(),
                train.featureSpread(),
                silentFeatures(all),
                test.mean(),
                test.deviation(),
                train.invalid(),
                Placeholders.of(all),
                range[0],
                range[1],
                binary,
                yesOrNo && all.targetSize() > 1 && !oneHot,
                oneHot,
                copiesInputs(all),
                all.isClassification() || binary ? 0 : integerClasses(all),
                all.isClassification() ? sameClassRuns(all) : 1,
                all.isClassification() ? rarest(all) : 1,
                all.isClassification() ? train.labelAgreement() : Reachable.explained(data),
                all.isClassification() ? chance(all) : Reachable.ofConstant(data),
                train.crowding(),
                train.leaked(test));
    }

    private static int silentFeatures(Dataset data) {
        int features = data.shape().size();
        boolean[] speaks = new boolean[features];
        float[] row = new float[features];
        for (int sample = 0; sample < data.size(); sample++) {
            data.copyInput(sample, row, 0);
            for (int feature = 0; feature < features; feature++) {
                speaks[feature] |= row[feature] != 0;
            }
        }
        int silent = 0;
        for (boolean one : speaks) {
            silent += one ? 0 : 1;
        }
        return silent;
    }

    private static double[] targetRange(Dataset data) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int sample = 0; sample < data.size(); sample++) {
            for (int output = 0; output < data.targetSize(); output++) {
                low = Math.min(low, data.target(sample, output));
                high = Math.max(high, data.target(sample, output));
            }
        }
        return new double[] {low, high};
    }

    private static boolean isOneHot(Dataset data) {
        for (int sample = 0; sample < data.size(); sample++) {
            int ones = 0;
            for (int output = 0; output < data.targetSize(); output++) {
                double target = data.target(sample, output);
                if (target != 0 && target != 1) {
                    return false;
                }
                ones += (int) target;
            }
            if (ones != 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean copiesInputs(Dataset data) {
        int features = data.shape().size();
        if (data.isClassification() || data.targetSize() != features || features < 2) {
            return false;
        }
        float[] input = new float[features];
        for (int sample = 0; sample < Math.min(data.size(), 100); sample++) {
            data.copyInput(sample, input, 0);
            for (int feature = 0; feature < features; feature++) {
                if (input[feature] != (float) data.target(sample, feature)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean areYesOrNo(Dataset data) {
        for (int sample = 0; sample < data.size(); sample++) {
            for (int output = 0; output < data.targetSize(); output++) {
                double target = data.target(sample, output);
                if (target != 0 && target != 1) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int integerClasses(Dataset data) {
        if (data.targetSize() != 1) {
            return 0;
        }
        int high = 0;
        for (int sample = 0; sample < data.size(); sample++) {
            double target = data.target(sample, 0);
            if (target != Math.rint(target) || target < 0 || target > 200) {
                return 0;
            }
            high = Math.max(high, (int) target);
        }
        // A count with almost as many values as rows is a number to hit, not a class, and so is one whose highest are
        // rare.
        boolean isCount = high + 1 > Math.max(4, data.size() / 3) || hasTail(data, high);
        return high >= 2 && !isCount ? high + 1 : 0;
    }

    /** Whether the highest numbers hardly occur, as those of counts do. */
    private static boolean hasTail(Dataset data, int high) {
        int[] counts = new int[high + 1];
        for (int sample = 0; sample < data.size(); sample++) {
            counts[(int) data.target(sample, 0)]++;
        }
        return counts[high] < TAIL * data.size() / (high + 1) && counts[high - 1] < 0.5 * data.size() / (high + 1);
    }

    private static double sameClassRuns(Dataset data) {
        int same = 0;
        for (int sample = 1; sample < data.size(); sample++) {
            same += data.label(sample) == data.label(sample - 1) ? 1 : 0;
        }
        return data.size() < 2 ? 1 : same / (data.size() - 1.0) / chance(data);
    }

    private static double rarest(Dataset data) {
        int fewest = Integer.MAX_VALUE;
        for (int count : data.classCounts()) {
            fewest = Math.min(fewest, count);
        }
        return fewest * (double) data.classes() / data.size();
    }

    private static double chance(Dataset data) {
        double sum = 0;
        for (int count : data.classCounts()) {
            double share = (double) count / data.size();
            sum += share * share;
        }
        return sum;
    }
}
