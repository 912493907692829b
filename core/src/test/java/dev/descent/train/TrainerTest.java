package dev.descent.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.Dataset;
import dev.descent.data.Shape;
import dev.descent.network.Layers;
import dev.descent.spec.Value;
import dev.descent.train.Listener.EpochResult;
import dev.descent.train.Listener.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
    private static final Dataset DATA = Blobs.of(203, 1);
    private static final Dataset OTHER = Blobs.of(500, 2);
    private static final Experiment EXPERIMENT = Experiment.standard()
            .withLayers(Stream.of("dense(8, activation=tanh)", "dense(4, activation=softmax)")
                    .map(Layers::parse)
                    .toList())
            .withLearningRate(0.01)
            .withBatch(16)
            .withEpochs(8)
            .withSeed(3);

    private static Run run(Experiment experiment) {
        return Trainer.of(experiment).fit(DATA);
    }

    @Test
    void aTrainedNetworkRecognisesWhatItHasNotSeen() {
        assertThat(run(EXPERIMENT).evaluate(OTHER).accuracy()).isGreaterThan(0.95);
    }

    static Stream<Experiment> experiments() {
        Stream<Experiment> optimizers = Optimizers.names().stream()
                .map(name -> EXPERIMENT.withOptimizer(Optimizers.parse(name)).withName(name));
        return Stream.concat(
                optimizers,
                Stream.of(
                        EXPERIMENT.withName("averaging").withAveraging(0.9),
                        EXPERIMENT.withName("mixup").withMixup(0.4).withLabelSmoothing(0.1),
                        EXPERIMENT.withName("plateau").withSchedule(Schedules.parse("reduce-on-plateau(patience=0)")),
                        EXPERIMENT.withName("one-cycle").withSchedule(Schedules.parse("one-cycle")),
                        EXPERIMENT
                                .withName("dropout")
                                .withLayers(Stream.of(
                                                "dense(8, activation=tanh)",
                                                "dropout(0.3)",
                                                "dense(4, activation=softmax)")
                                        .map(Layers::parse)
                                        .toList()),
                        EXPERIMENT.withName("full").withBatch(0),
                        EXPERIMENT.withName("held out").withValidation(0.2).withKeepBest(true)));
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void theSameExperimentGivesTheSameBitsWhoeverListens(Experiment experiment) {
        List<StepResult> steps = new ArrayList<>();
        Run heard = Trainer.of(experiment)
                .listen(new Listener() {
                    @Override
                    public boolean wantsSteps() {
                        return true;
                    }

                    @Override
                    public void step(StepResult result) {
                        steps.add(result);
                    }
                })
                .observe(step -> true)
                .fit(DATA);
        Run alone = run(experiment);
        assertThat(heard.weights().values()).isEqualTo(alone.weights().values());
        assertThat(heard.losses().values()).isEqualTo(alone.losses().values());
        assertThat(steps).hasSize((int) alone.steps());
        assertThat(run(experiment.withSeed(4)).weights().values())
                .isNotEqualTo(alone.weights().values());
    }

    /** Interrupted in the middle of an epoch, saved, loaded, continued. */
    @ParameterizedTest
    @MethodSource("experiments")
    void aResumedTrainingEqualsAnUninterruptedOne(Experiment experiment, @TempDir Path folder) throws IOException {
        Run whole = run(experiment);
        long middle = whole.steps() / 2 + 1;
        Checkpoint[] taken = new Checkpoint[1];
        Trainer first = Trainer.of(experiment);
        first.checkpoints(
                        checkpoint -> {
                            if (checkpoint.step() == middle) {
                                taken[0] = checkpoint;
                                first.stop();
                            }
                        },
                        1)
                .fit(DATA);
        taken[0].save(folder.resolve("middle.npz"));
        Run resumed = Trainer.of(experiment)
                .resume(Checkpoint.load(folder.resolve("middle.npz")))
                .fit(DATA);
        assertThat(resumed.weights().values()).isEqualTo(whole.weights().values());
        assertThat(withoutTime(resumed)).isEqualTo(withoutTime(whole));
    }

    private static List<EpochResult> withoutTime(Run run) {
        return run.epochs().stream()
                .map(e -> new EpochResult(
                        e.epoch(), e.steps(), e.training(), e.validation(), e.learningRate(), 0, e.samples(), e.best()))
                .toList();
    }

    @Test
    void everyEpochSeesEverySampleOnceInAnotherOrder() {
        Batches batches = new Batches(EXPERIMENT, DATA, Task.CLASSES);
        List<List<Float>> epochs = new ArrayList<>();
        for (long step = 0; step < 2L * batches.stepsPerEpoch(); step++) {
            float[] input = new float[2 * batches.largest()];
            batches.fill(step, input, new float[4 * batches.largest()]);
            if (step % batches.stepsPerEpoch() == 0) {
                epochs.add(new ArrayList<>());
            }
            for (int row = 0; row < batches.size(step); row++) {
                epochs.getLast().add(input[2 * row]);
            }
        }
        float[] all = new float[2 * DATA.size()];
        List<Float> expected = new ArrayList<>();
        for (int sample = 0; sample < DATA.size(); sample++) {
            DATA.copyInput(sample, all, 0);
            expected.add(all[0]);
        }
        assertThat(epochs.get(0)).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(epochs.get(1));
        assertThat(epochs.get(1)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aBatchAsLargeAsTheDataIsTheFullBatch() {
        assertThat(run(EXPERIMENT.withBatch(0)).weights().values())
                .isEqualTo(run(EXPERIMENT.withBatch(DATA.size())).weights().values())
                .isEqualTo(run(EXPERIMENT.withBatch(10_000)).weights().values());
    }

    @Test
    void trainingEndsAtTheStepLimitAndClosesTheEpochItBegan() {
        Run run = run(EXPERIMENT.withSteps(20));
        assertThat(run.steps()).isEqualTo(20);
        assertThat(run.ending()).isEqualTo(Run.Ending.STEP_LIMIT);
        assertThat(run.epochs()).extracting(EpochResult::samples).containsExactly(203L, 7 * 16L);
        assertThat(run(EXPERIMENT).ending()).isEqualTo(Run.Ending.FINISHED);
    }

    @Test
    void aTrainingThatNoLongerImprovesEndsEarlyAndKeepsItsBest() {
        Experiment stuck = EXPERIMENT.withLearningRate(0).withEpochs(50).withValidation(0.2);
        Run run = run(stuck.withEarlyStopping(new EarlyStopping(3)).withKeepBest(true));
        assertThat(run.ending()).isEqualTo(Run.Ending.STOPPED_EARLY);
        assertThat(run.epochs()).hasSize(4);
        assertThat(run.best().epoch()).isEqualTo(1);
    }

    @Test
    void theBestEpochIsKeptAndNotTheLast() {
        Experiment overshooting = EXPERIMENT
                .withOptimizer(new Sgd())
                .withLearningRate(0.3)
                .withEpochs(4)
                .withSchedule(Schedules.parse("step(every=2, factor=1000)"));
        Run best = run(overshooting.withKeepBest(true));
        Run last = run(overshooting);
        assertThat(best.best().epoch()).isEqualTo(2);
        assertThat(best.weights().values())
                .isEqualTo(run(overshooting.withEpochs(2)).weights().values())
                .isNotEqualTo(last.weights().values());
    }

    @Test
    void aStopEndsAfterTheCurrentStepAndKeepsTheModel() {
        Trainer trainer = Trainer.of(EXPERIMENT.withEpochs(1_000_000));
        Run run = trainer.listen(new Listener() {
                    @Override
                    public void epoch(EpochResult result) {
                        trainer.stop();
                    }
                })
                .fit(DATA);
        assertThat(run.ending()).isEqualTo(Run.Ending.INTERRUPTED);
        assertThat(run.steps()).isEqualTo(13);
        assertThat(run.evaluate(OTHER).samples()).isEqualTo(500);
    }

    private static Listener warnings(List<String> warnings) {
        return new Listener() {
            @Override
            public void warned(String sentence) {
                warnings.add(sentence);
            }
        };
    }

    @Test
    void aClassWithoutSamplesIsWarnedOf() {
        int[] others = IntStream.range(0, DATA.size())
                .filter(sample -> DATA.label(sample) != 2)
                .toArray();
        List<String> warnings = new ArrayList<>();
        Trainer.of(EXPERIMENT).listen(warnings(warnings)).fit(DATA.select(others));
        assertThat(warnings).singleElement().asString().contains("class 2");
        warnings.clear();
        Trainer.of(EXPERIMENT).listen(warnings(warnings)).fit(DATA);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aNegativeLearningRateClimbsAndIsWarnedOf() {
        List<String> warnings = new ArrayList<>();
        Run run = Trainer.of(EXPERIMENT.withOptimizer(new Sgd()).withLearningRate(-0.1))
                .listen(warnings(warnings))
                .fit(DATA);
        assertThat(warnings).singleElement().asString().contains("climbs the loss");
        assertThat(run.epochs().getLast().training().loss())
                .isGreaterThan(run.epochs().getFirst().training().loss());
    }

    @Test
    void weightDecayPullsWeightsAndLeavesBiases() {
        Experiment still =
                EXPERIMENT.withOptimizer(new Sgd()).withBatch(0).withEpochs(1).withLearningRate(1e-3);
        Session plain = Session.start(still, DATA);
        Session decaying = Session.start(still.withWeightDecay(10), DATA);
        float[] before = plain.network().values().clone();
        plain.advance(Observer.NONE);
        decaying.advance(Observer.NONE);
        for (var parameter : plain.network().layout().parameters()) {
            for (int i = parameter.offset(); i < parameter.end(); i++) {
                double pull = parameter.name().endsWith("weight") ? 1e-3 * 10 * before[i] : 0;
                assertThat((double) plain.network().values()[i]
                                - decaying.network().values()[i])
                        .isCloseTo(pull, within(1e-6));
            }
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Experiment wide = EXPERIMENT.withLayers(List.of(Layers.parse("dense(3)")));
        assertThatThrownBy(() -> run(wide)).hasMessageContaining("3 outputs, but the data needs 4");
        assertThatThrownBy(() -> run(EXPERIMENT.withInput(Shape.of(3))))
                .hasMessageContaining("takes 3 inputs (3), but a sample has 2 values");
        assertThatThrownBy(() -> EXPERIMENT.withValidation(1)).hasMessageContaining("validation lies in [0, 1)");
        Checkpoint other =
                Session.start(EXPERIMENT.withOptimizer(new Sgd()), DATA).checkpoint();
        assertThatThrownBy(() -> Session.start(EXPERIMENT, DATA).restore(other))
                .hasMessageContaining("another experiment");
    }

    @Test
    void everyFieldIsPrintedAndReadBack() {
        Experiment unusual = EXPERIMENT
                .withAbout("two words: \"quoted\"")
                .withInput(Shape.of(2))
                .withSchedule(Schedules.parse("warm-up(2, then=cosine)"))
                .withClip(new Clip.ByNorm(1))
                .withBatch(0)
                .withValidation(0.1)
                .withEarlyStopping(new EarlyStopping(4))
                .withStart("some file.npz");
        Experiment read = Experiment.standard();
        for (Field field : Fields.ALL) {
            var value = field.get(unusual);
            read = field.set(
                    read, field.plainText() && value instanceof Value.Text(String text) ? text : value.toString());
        }
        assertThat(read).isEqualTo(unusual);
        assertThat(Fields.changes(unusual, unusual.withLearningRate(1)))
                .singleElement()
                .hasToString("learning-rate: 0.01 → 1");
        assertThatThrownBy(() -> Fields.named("learningrate")).hasMessageContaining("did you mean 'learning-rate'");
        assertThatThrownBy(() -> Fields.named("batch").set(EXPERIMENT, "many")).hasMessageContaining("batch: expected");
    }
}
