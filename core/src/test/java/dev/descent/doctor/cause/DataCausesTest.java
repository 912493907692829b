package dev.descent.doctor.cause;

import static dev.descent.doctor.cause.Examined.CLASSES;
import static dev.descent.doctor.cause.Examined.DIGITS;
import static dev.descent.doctor.cause.Examined.examined;
import static dev.descent.doctor.cause.Examined.layers;
import static dev.descent.doctor.cause.Examined.of;
import static dev.descent.doctor.cause.Examined.reservations;
import static dev.descent.doctor.cause.Examined.suspects;
import static dev.descent.doctor.cause.Examined.transformed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Scaling;
import dev.descent.doctor.Examination;
import dev.descent.doctor.Suspect;
import dev.descent.network.Losses;
import dev.descent.report.Fault;
import dev.descent.spec.Spec;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What single causes of the data make of a training, each beside the nearest one of which they say nothing. */
class DataCausesTest {
    @Test
    void rareClassesThatAreNotFoundAreReservedAndThoseThatAreLearnedAreNot() throws IOException {
        Experiment ignored = transformed("imbalance(0.02)").withLearningRate(0.002);
        Examination examination = examined(ignored);
        assertThat(examination.trial().rareRecall()).isLessThan(0.5);
        assertThat(of(new DataQuality().reservations(examination), Fault.CLASSES_IMBALANCED))
                .singleElement()
                .satisfies(one -> assertThat(one.says()).contains("rare classes are found"));
        Examination learned = examined(transformed("imbalance(0.1)").withEpochs(60));
        assertThat(learned.trial().rareRecall()).isGreaterThan(0.5);
        assertThat(new DataQuality().reservations(learned)).isEmpty();
    }

    @Test
    void classesAsFrequentAsOthersAreNeverRare() throws IOException {
        Examination even = examined(CLASSES.withLearningRate(1e-6));
        assertThat(even.trial().rareRecall()).isNaN();
        assertThat(of(new DataQuality().suspects(even), Fault.CLASSES_IMBALANCED))
                .isEmpty();
    }

    /** Ten classes, the rarest with 1 % of the most frequent one's samples; all are asked for as often as each other. */
    @Test
    void rareClassesThatCostManyAnswersAreReservedThoughHalfOfThemAreFound() throws IOException {
        Experiment many = CLASSES.withData(
                        DataPlan.of("classification(rows=3000, features=12, classes=10, separation=5, seed=1)")
                                .withTransforms(List.of(Spec.parse("imbalance(0.01)"))))
                .withLayers(
                        layers("dense(24, activation=relu, initializer=he-normal)", "dense(10, activation=softmax)"))
                .withEpochs(20);
        Examination examination = examined(many);
        assertThat(examination.trial().rareRecall()).isBetween(0.5, 0.95);
        assertThat(of(new DataQuality().reservations(examination), Fault.CLASSES_IMBALANCED))
                .isNotEmpty();
        Experiment even = many.withData(many.data().withTransforms(List.of(Spec.parse("imbalance(0.5)"))));
        assertThat(reservations(new DataQuality(), even, Fault.CLASSES_IMBALANCED))
                .isEmpty();
    }

    @Test
    void inputsAndTargetsThatWereNeverScaledAreScaledTogether() throws IOException {
        String table = "regression(rows=300, features=4, targets=1, scale=300, target-scale=%s, seed=3)";
        String together = "standardize-targets";
        assertThat(suspects(new InputScale(), numbers(table.formatted("300")), Fault.INPUTS_UNSCALED))
                .anyMatch(one -> one.remedy().contains(together));
        assertThat(suspects(new InputScale(), numbers(table.formatted("1")), Fault.INPUTS_UNSCALED))
                .isNotEmpty()
                .noneMatch(one -> one.remedy().contains(together));
    }

    /** Pixels that are their own targets come into a sigmoid's range once they are scaled; scaled ones are in it. */
    @Test
    void rawPixelsToBeCopiedAreMisscaledBeforeTheOutputIsWrong() throws IOException {
        Experiment copied = DIGITS.withData(
                        DIGITS.data().withTake(300).withTransforms(List.of(Spec.parse("reconstruct"))))
                .withLayers(layers("flatten", "dense(16, activation=relu)", "dense(784, activation=sigmoid)"))
                .withLoss(Losses.parse("squared-error"));
        Experiment raw = copied.withData(copied.data().withScale(Scaling.by(1)));
        assertThat(suspects(new OutputActivation(), raw, Fault.OUTPUT_ACTIVATION_WRONG))
                .noneMatch(Suspect::isContradiction);
        assertThat(suspects(new InputScale(), raw, Fault.INPUTS_UNSCALED)).anyMatch(Suspect::isContradiction);
        assertThat(suspects(new OutputActivation(), copied, Fault.OUTPUT_ACTIVATION_WRONG))
                .isEmpty();
        assertThat(suspects(
                        new OutputActivation(),
                        numbers("regression(rows=300, features=4, targets=1, scale=300, target-scale=300, seed=3)")
                                .withLayers(layers("dense(12)", "dense(1, activation=sigmoid)")),
                        Fault.OUTPUT_ACTIVATION_WRONG))
                .anyMatch(Suspect::isContradiction);
    }

    private static Experiment numbers(String source) {
        return CLASSES.withData(DataPlan.of(source))
                .withLayers(layers("dense(12, activation=relu, initializer=he-normal)", "dense(1)"))
                .withLoss(Losses.parse("squared-error"));
    }
}
