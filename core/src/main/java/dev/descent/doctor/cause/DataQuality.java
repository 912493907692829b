package dev.descent.doctor.cause;

import static dev.descent.report.Evidence.against;
import static dev.descent.report.Evidence.fact;

import dev.descent.data.TrainTest;
import dev.descent.doctor.Cause;
import dev.descent.doctor.DataFacts;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.doctor.Trial;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The data itself: labels that do not belong to their inputs, sorted batches, rare classes, leaks, unlike test data. */
public final class DataQuality implements Cause {
    /** Rare classes found so much less often than others are ignored. */
    private static final double IGNORED = 0.5;

    /** A loss of so many answers to rare classes counts even where most of them are found. */
    private static final double COSTLY = 0.05;

    /** A class with this share of an even one is hardly there. */
    private static final double HARDLY_THERE = 0.05;

    /** A network that explains no more of real targets' variance than this, beyond their mean, shows no relation to the inputs. */
    private static final double UNRELATED = 0.1;

    /** A network that knows its samples this well, and others no better than by chance, found nothing that they share. */
    private static final double BY_HEART = 0.8;

    /** Twice the quality that answers to classes in clouds have by chance: a cloud is right or wrong as a whole. */
    private static final double CLOUDS = 0.25;

    @Override
    public String name() {
        return "data-quality";
    }

    @Override
    public String tells() {
        return "neighbours whose labels or targets agree no more than by chance, batches sorted by class, rare classes, test data unlike the training data or among it";
    }

    @Override
    public List<Fault> faults() {
        return List.of(
                Fault.TARGETS_MISALIGNED,
                Fault.DATA_UNSHUFFLED,
                Fault.CLASSES_IMBALANCED,
                Fault.SPLIT_MISMATCH,
                Fault.DATA_LEAK);
    }

    @Override
    public List<Suspect> suspects(Examination examination) {
        DataFacts facts = examination.facts();
        Experiment experiment = examination.experiment();
        List<Suspect> suspects = new ArrayList<>();
        int size = examination.data().train().size();
        if (size >= 100 && facts.agreesByChance(size)) {
            misaligned(examination, suspects);
        }
        if (facts.sameClassRuns() > 1.8
                && !experiment.shuffle()
                && experiment.batch() > 0
                && experiment.batch() < size) {
            suspects.add(new Suspect(
                    Fault.DATA_UNSHUFFLED,
                    "shuffle",
                    0.9,
                    "samples come sorted by class (%.1f times as many neighbours of one class as chance gives) and are not shuffled"
                            .formatted(facts.sameClassRuns()),
                    List.of(against(
                            "runs of one class over chance", facts.sameClassRuns(), 1.8, "1 for shuffled data")),
                    "shuffle: true",
                    experiment.withShuffle(true)));
        }
        if (facts.rarest() < DataFacts.RARE) {
            suspects.add(imbalanced(examination));
        }
        double trainSize = Math.hypot(facts.inputMean(), facts.inputDeviation());
        double testSize = Math.hypot(facts.testMean(), facts.testDeviation());
        if (testSize > 0 && trainSize > 0 && Math.max(trainSize / testSize, testSize / trainSize) > 3) {
            suspects.add(new Suspect(
                    Fault.SPLIT_MISMATCH,
                    "data",
                    0.9,
                    "test inputs have the root mean square %.4g, training inputs %.4g: they are scaled differently"
                            .formatted(testSize, trainSize),
                    List.of(fact("root mean square, training", trainSize), fact("root mean square, test", testSize)),
                    "scale test data as training data",
                    without(experiment, Set.of("scale-test"))));
        }
        boolean onPurpose = experiment.data().train() == experiment.data().test()
                || examination.data().train() == examination.data().test();
        if (!experiment.augment().isEmpty()) {
            suspects.add(new Suspect(
                    Fault.SPLIT_MISMATCH,
                    "augment",
                    0.5,
                    "training images are changed (%s), test images are not: what is learned may not be what is asked"
                            .formatted(String.join(
                                    ", ",
                                    experiment.augment().stream()
                                            .map(Spec::toString)
                                            .toList())),
                    List.of(fact(
                            "changes to training images", experiment.augment().size())),
                    "augment: []",
                    experiment.withAugment(List.of())));
        }
        if (facts.leaked() > 0.2 && !onPurpose && examination.data().train().size() >= 100) {
            suspects.add(new Suspect(
                    Fault.DATA_LEAK,
                    "data",
                    0.92,
                    "%.0f %% of the test samples stand in the training data too".formatted(100 * facts.leaked()),
                    List.of(fact("share of test samples leaked", facts.leaked())),
                    "test on samples that were not trained on",
                    without(experiment, Set.of("leak"))));
        }
        return suspects;
    }

    /** Where inputs crowd together, neighbours should agree; where they do not, that says little. */
    private static void misaligned(Examination examination, List<Suspect> suspects) {
        DataFacts facts = examination.facts();
        boolean isClassification = examination.data().train().isClassification();
        if (hasFoundTheRelation(examination)) {
            return;
        }
        Trial trial = examination.trial();
        boolean isByHeart = trial.train() > BY_HEART && trial.test() < UNRELATED;
        suspects.add(new Suspect(
                Fault.TARGETS_MISALIGNED,
                "data",
                facts.crowding() < 0.8 || isByHeart ? 0.92 : 0.4,
                isClassification
                        ? "labels do not belong to their inputs: nearest neighbours share a class in %.0f %% of cases, chance gives %.0f %%"
                                .formatted(100 * facts.labelAgreement(), 100 * facts.chanceAgreement())
                        : "targets do not belong to their inputs: neither the nearest samples nor a straight line explain more than %.0f %% of their variance, the mean of all %.0f %%"
                                .formatted(
                                        100 * Math.max(0, facts.labelAgreement()),
                                        100 * Math.max(0, facts.chanceAgreement())),
                List.of(against(
                        isClassification ? "neighbours of one class" : "variance that neighbours or a line explain",
                        facts.labelAgreement(),
                        facts.chanceAgreement(),
                        "permutation of the labels")),
                "pair inputs and targets again",
                without(examination.experiment(), Set.of("shuffle-labels", "shift-labels"))));
    }

    /**
     * Whether the network answers samples it never saw better than chance explains: of classes about as well as those it knows,
     * as wrong labels that come in clouds may by chance be answered better than they were learned.
     */
    private static boolean hasFoundTheRelation(Examination examination) {
        Trial trial = examination.trial();
        TrainTest data = examination.data();
        if (!data.train().isClassification()) {
            return trial.test() > examination.facts().chanceAgreement() + UNRELATED;
        }
        int most = Arrays.stream(data.train().classCounts()).max().orElseThrow();
        int others = Math.max(1, data.train().size() - most);
        double deviation = Math.sqrt((double) most / others / data.test().size());
        return Math.min(trial.train(), 2 * trial.test()) > Math.max(CLOUDS, DataFacts.HARDLY_EVER * deviation);
    }

    /**
     * Rare classes that are not found; labels that are wrong here and there: the network answers new samples better than those
     * it learned from.
     */
    @Override
    public List<Suspect> reservations(Examination examination) {
        Trial trial = examination.trial();
        if (trial.rareRecall() < IGNORED || costOfRare(examination) > COSTLY) {
            return List.of(imbalanced(examination));
        }
        double behind = trial.test() - trial.train();
        if (!examination.data().train().isClassification() || behind < 0.15 || trial.test() < 0.5) {
            return List.of();
        }
        return List.of(new Suspect(
                Fault.TARGETS_MISALIGNED,
                "data",
                0.7,
                "many labels of the training data are wrong: the network agrees less with them (quality %.2f) than with those of the test data (%.2f)"
                        .formatted(trial.train(), trial.test()),
                List.of(against("quality on test minus on training data", behind, 0.15, "0 or below for clean labels")),
                "correct the labels",
                without(examination.experiment(), Set.of("shuffle-labels", "shift-labels"))));
    }

    /** What share of the test samples is answered wrongly only as their classes are rare in training. */
    private static double costOfRare(Examination examination) {
        double recall = examination.trial().rareRecall();
        if (Double.isNaN(recall)) {
            return 0;
        }
        int[] known = examination.data().train().classCounts();
        int[] asked = examination.data().test().classCounts();
        double few = DataFacts.RARE * examination.data().train().size() / known.length;
        double rare = IntStream.range(0, known.length)
                .filter(label -> known[label] < few)
                .mapToDouble(label -> asked[label])
                .sum();
        return (1 - recall) * rare / examination.data().test().size();
    }

    private static Suspect imbalanced(Examination examination) {
        double rarest = examination.facts().rarest();
        double recall = examination.trial().rareRecall();
        return new Suspect(
                Fault.CLASSES_IMBALANCED,
                "data",
                recall < IGNORED ? 0.85 : rarest < HARDLY_THERE ? 0.72 : 0.5,
                "the rarest class has %.1f %% of an even share; rare classes are found %.2f times as often as the others"
                        .formatted(100 * rarest, recall),
                List.of(
                        against(
                                "rarest class over an even share",
                                rarest,
                                DataFacts.RARE,
                                "SageMaker Debugger, class_imbalance"),
                        against(
                                "recall of rare classes over that of the others",
                                recall,
                                IGNORED,
                                "1 where all are learned")),
                "balance or weight the classes",
                without(examination.experiment(), Set.of("imbalance")));
    }

    /** The experiment without the transforms that did the harm; without change where the data came so. */
    private static Experiment without(Experiment experiment, Set<String> transforms) {
        DataPlan plan = experiment.data();
        List<Spec> kept = plan.transforms().stream()
                .filter(spec -> !transforms.contains(spec.name()))
                .toList();
        return experiment.withData(plan.withTransforms(kept));
    }
}
