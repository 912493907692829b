package dev.descent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.data.Digits;
import dev.descent.data.TrainTest;
import dev.descent.doctor.rule.Alarm;
import dev.descent.doctor.rule.Rule;
import dev.descent.network.Activations;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.network.Reduction;
import dev.descent.trace.Recording;
import dev.descent.train.Optimizers;
import dev.descent.train.Run;
import dev.descent.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final TrainTest DIGITS = Digits.builtIn(600, 60, 5);

    private static Trainer healthy() {
        return Trainer.of(Network.input(784).dense(24, Activations.RELU).dense(10, Activations.SOFTMAX))
                .loss(Losses.CROSS_ENTROPY)
                .optimizer(Optimizers.sgd(0.2))
                .batch(20)
                .epochs(8);
    }

    private static Trainer collapsing() {
        return Trainer.of(Network.input(784).dense(16, Activations.SIGMOID).dense(10, Activations.SIGMOID))
                .loss(Losses.parse("squared-error(outputs=half)"))
                .optimizer(Optimizers.sgd(40))
                .reduction(Reduction.SUM)
                .fullBatch()
                .epochs(25);
    }

    @Test
    void aHealthyTrainingGoesOnToItsEndAndMakesTheSameBits() {
        Trainer trainer = healthy();
        Watch watch = Doctor.watch(trainer);
        Run run = trainer.fit(DIGITS.train());
        assertThat(watch.hopeless()).isNull();
        assertThat(run.ending()).isEqualTo(Run.Ending.FINISHED);
        assertThat(run.weights().values())
                .isEqualTo(healthy().fit(DIGITS.train()).weights().values());
    }

    @Test
    void aCollapsedTrainingIsStoppedAndTheStepIsNamedAsTooLarge() {
        Trainer trainer = collapsing();
        List<Alarm> heard = new ArrayList<>();
        Watch watch = Doctor.watch(trainer).telling(heard::add);
        Run run = trainer.fit(DIGITS.train());
        assertThat(run.steps()).isLessThan(25);
        assertThat(Objects.requireNonNull(watch.hopeless()).rule()).isEqualTo("constant-output");
        assertThat(watch.mark()).isEqualTo("constant-output layer2");
        assertThat(heard).extracting(Alarm::rule).contains("constant-output").doesNotHaveDuplicates();
        assertThat(watch.diagnosis(DIGITS)).first().asString().contains("every output is the same");
        assertThat(watch.diagnosis(DIGITS)).last().asString().contains("times larger than the largest stable one");
    }

    @Test
    void whoOnlyWatchesStopsNothing() {
        Trainer trainer = collapsing();
        Watch watch = Watch.only(trainer);
        assertThat(trainer.fit(DIGITS.train()).steps()).isEqualTo(25);
        assertThat(watch.hopeless()).isNotNull();
    }

    /** Named in {@code META-INF/services} of the tests. */
    public static final class UsersRule implements Rule {
        @Override
        public String name() {
            return "users-rule";
        }

        @Override
        public String definition() {
            return "the experiment is called so";
        }

        @Override
        public String source() {
            return "a user";
        }

        @Override
        public double threshold() {
            return 0;
        }

        @Override
        public List<Alarm> check(Recording recording) {
            return recording.experiment().name().equals("users-rule")
                    ? List.of(new Alarm(name(), "", 1, "it is called so", 1, 0, false))
                    : List.of();
        }
    }

    @Test
    void aUsersRuleIsAskedToo() {
        Trainer trainer = healthy()
                .configure(experiment -> experiment.withName("users-rule").withEpochs(1));
        Watch watch = Doctor.watch(trainer);
        trainer.fit(DIGITS.train());
        assertThat(watch.alarms()).extracting(Alarm::rule).contains("users-rule");
    }
}
