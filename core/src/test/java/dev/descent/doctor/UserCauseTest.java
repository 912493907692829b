package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.network.Layers;
import dev.descent.network.Losses;
import dev.descent.report.Certainty;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.train.DataPlan;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Causes of users stand beside our own and need the same proof. */
class UserCauseTest {
    private static final Experiment SLOW = Experiment.standard()
            .withName("slow")
            .withData(DataPlan.of("classification(rows=300, features=6, classes=3, separation=6, seed=1)"))
            .withLayers(
                    List.of(Layers.parse("dense(12, activation=relu)"), Layers.parse("dense(3, activation=softmax)")))
            .withLoss(Losses.CROSS_ENTROPY)
            .withOptimizer(Optimizers.parse("sgd"))
            .withLearningRate(1e-5)
            .withBatch(16)
            .withEpochs(20);

    /** Suspects that the seed is to blame, which no trial can prove. */
    private static final class BadLuck implements Cause {
        @Override
        public String name() {
            return "bad-luck";
        }

        @Override
        public String tells() {
            return "an unlucky seed";
        }

        @Override
        public List<Fault> faults() {
            return List.of(Fault.METRIC_WRONG);
        }

        @Override
        public List<Suspect> suspects(Examination examination) {
            Experiment experiment = examination.experiment();
            return List.of(new Suspect(
                    Fault.METRIC_WRONG,
                    "seed",
                    0.85,
                    "the seed is unlucky",
                    List.of(),
                    "seed: 77",
                    experiment.withSeed(77)));
        }
    }

    /** Knows that this rate is too small, and what is right. */
    private static final class HouseRule implements Cause {
        @Override
        public String name() {
            return "house-rule";
        }

        @Override
        public String tells() {
            return "in this house the rate is 0.1";
        }

        @Override
        public List<Fault> faults() {
            return List.of(Fault.STEP_TOO_SMALL);
        }

        @Override
        public List<Suspect> suspects(Examination examination) {
            Experiment experiment = examination.experiment();
            return List.of(new Suspect(
                    Fault.STEP_TOO_SMALL,
                    "learning-rate",
                    0.85,
                    "the rate is not 0.1",
                    List.of(),
                    "learning-rate: 0.1",
                    experiment.withLearningRate(0.1)));
        }
    }

    private static List<Finding> findings(Cause... causes) throws IOException {
        return Doctor.create()
                .withCauses(List.of(causes))
                .examine(SLOW)
                .report()
                .findings();
    }

    @Test
    void aCauseOfAUsersOwnIsProvedAsOursAre() throws IOException {
        assertThat(findings(new HouseRule())).singleElement().satisfies(finding -> {
            assertThat(finding.certainty()).isEqualTo(Certainty.PROVED);
            assertThat(finding.proof()).isNotNull();
        });
    }

    @Test
    void aCauseWhoseTrialDoesNotHelpIsNotProved() throws IOException {
        assertThat(findings(new BadLuck())).noneMatch(finding -> finding.certainty() == Certainty.PROVED);
    }

    @Test
    void thatSomethingIsWrongIsSaidEvenWhereNothingHelps() throws IOException {
        assertThat(Doctor.create()
                        .withCauses(new ArrayList<>())
                        .examine(SLOW)
                        .report()
                        .unidentified())
                .first()
                .asString()
                .contains("no change that was tried mends it");
    }
}
