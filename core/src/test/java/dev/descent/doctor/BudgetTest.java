package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.TrainTest;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Reduction;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Budget TINY = new Budget(1e7, 100);

    private static final Experiment CHEAP = Experiment.standard()
            .withData(DataPlan.of("classification(rows=1000, features=4, classes=2, seed=1)"))
            .withLayers(layers("dense(4, activation=relu)", "dense(2, activation=softmax)"))
            .withBatch(10)
            .withEpochs(4);

    private static final Experiment DEAR =
            CHEAP.withLayers(layers("dense(2000, activation=relu)", "dense(2, activation=softmax)"));

    private static List<Layer> layers(String... specs) {
        return Stream.of(specs).map(Layers::parse).toList();
    }

    private static long seen(Experiment experiment, Experiment fitted) throws IOException {
        return (long) fitted.epochs() * load(experiment, fitted).train().size();
    }

    private static TrainTest load(Experiment experiment, Experiment fitted) throws IOException {
        return fitted.data().apply(experiment.load());
    }

    private static Experiment fit(Budget budget, Experiment experiment) throws IOException {
        return budget.fit(experiment, experiment.load());
    }

    @Test
    void whatTheWorkAllowsStaysAsItIs() throws IOException {
        assertThat(fit(TINY, CHEAP)).isEqualTo(CHEAP);
        assertThat(TINY.shareOf(CHEAP, CHEAP.load())).isLessThan(1);
    }

    @Test
    void dearSamplesGetUpToThreeTimesTheWork() throws IOException {
        double perSample = Budget.perSample(DEAR, DEAR.load());
        Experiment fitted = fit(TINY, DEAR);
        long affordable = (long) (1e7 / perSample);
        assertThat(seen(DEAR, fitted)).isGreaterThan(affordable).isLessThan(9 * affordable);
        assertThat(TINY.shareOf(fitted, load(DEAR, fitted))).isBetween(0.3, 3.0);
    }

    /** GELU has no kernel, sigmoid has one. */
    @Test
    void whatAnActivationCostsCounts() throws IOException {
        double relu = perSample("relu");
        assertThat(perSample("sigmoid")).isEqualTo(relu);
        assertThat(perSample("gelu")).isGreaterThan(relu + 1000 * 100);
    }

    private static double perSample(String activation) throws IOException {
        return Budget.perSample(
                CHEAP.withLayers(layers("dense(1000, activation=" + activation + ")", "dense(2)")), CHEAP.load());
    }

    @Test
    void aTrainingTooShortToShowAnythingIsMadeLonger() throws IOException {
        Experiment few = CHEAP.withBatch(0).withEpochs(4);
        assertThat(fit(new Budget(2e7, 100), few).epochs()).isEqualTo(40);
    }

    @Test
    void butNotLongerThanThreeTimesTheWork() throws IOException {
        Experiment fitted = fit(TINY, CHEAP.withBatch(0).withEpochs(4));
        assertThat(fitted.epochs()).isGreaterThan(30);
        assertThat(TINY.shareOf(fitted, CHEAP.load())).isLessThanOrEqualTo(3);
    }

    /** The number of samples is part of the step of a summed gradient. */
    @Test
    void aSumOverAllSamplesKeepsThem() throws IOException {
        Experiment summed = DEAR.withBatch(0).withReduction(Reduction.SUM);
        assertThat(fit(TINY, summed).data()).isEqualTo(summed.data());
    }

    /** What was a sum kept its batches, as they were part of its step; its mean has no reason to. */
    @Test
    void theMeanOfADearSumGetsMoreSteps() throws IOException {
        Experiment summed = fit(TINY, DEAR.withBatch(64).withReduction(Reduction.SUM));
        Experiment mean = summed.withReduction(Reduction.MEAN);
        assertThat(summed.batch()).isEqualTo(64);
        assertThat(TINY.fitMean(mean, load(DEAR, mean)).batch()).isBetween(8, 32);
    }
}
