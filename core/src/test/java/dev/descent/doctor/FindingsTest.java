package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.report.Fault;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void whatOtherSeedsGainDecides() {
        assertThat(Findings.isConfirmed(List.of(0.06, 0.05, 0.04))).isTrue();
        assertThat(Findings.isConfirmed(List.of(0.06, 0.2, -0.1))).isTrue();
        assertThat(Findings.isConfirmed(List.of(0.12, -0.04, 0.03))).isFalse();
        assertThat(Findings.isConfirmed(List.of(0.9, Double.NaN, 0.9))).isFalse();
    }

    /** What another seed brings is luck; more epochs bring it with any seed. */
    @Test
    void luckIsNotConfirmedAndAGainIs() throws IOException {
        Experiment early = Experiment.standard()
                .withData(DataPlan.of("circles(rows=400, noise=0.1, seed=1)"))
                .withLayers(Stream.of("dense(16, activation=relu)", "dense(2, activation=softmax)")
                        .map(Layers::parse)
                        .toList())
                .withLoss(Losses.CROSS_ENTROPY)
                .withOptimizer(Optimizers.parse("adam"))
                .withLearningRate(0.01)
                .withBatch(16)
                .withEpochs(1)
                .withSeed(5);
        Trials trials = new Trials(Doctor.create(), early);
        Findings findings = new Findings(Doctor.create(), trials::load);
        assertThat(findings.isConfirmed(treatment(trials, early, early.withEpochs(30))))
                .isTrue();
        assertThat(findings.isConfirmed(treatment(trials, early, early.withSeed(6))))
                .isFalse();
    }

    private static Treatment treatment(Trials trials, Experiment before, Experiment after) {
        Suspect suspect = new Suspect(Fault.EPOCHS_TOO_FEW, "epochs", 0.5, "", List.of(), "", after);
        return new Treatment(suspect, trials.run(before), trials.run(after));
    }

    @Test
    void oneSeedIsAllThereIs() {
        assertThat(Findings.isConfirmed(List.of(0.06))).isTrue();
    }
}
