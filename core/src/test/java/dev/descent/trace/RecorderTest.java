package dev.descent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import dev.descent.network.Activations;
import dev.descent.network.Layout;
import dev.descent.network.Network;
import dev.descent.network.Reduction;
import dev.descent.network.ReferenceNetwork;
import dev.descent.train.Checkpoint;
import dev.descent.train.Experiment;
import dev.descent.train.Optimizers;
import dev.descent.train.Run;
import dev.descent.train.Samples;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final Dataset DATA = Digits.builtIn(300, 10, 5).train();
    private static final Experiment EXPERIMENT = Experiment.standard()
            .withNetwork(Network.input(784)
                    .dense(12, Activations.SIGMOID)
                    .dropout(0.2)
                    .dense(10, Activations.SOFTMAX))
            .withOptimizer(Optimizers.parse("momentum"))
            .withLearningRate(0.05)
            .withBatch(32)
            .withEpochs(4)
            .withValidation(0.1);

    private static Recorder recorded(Experiment experiment, long every) {
        Trainer trainer = Trainer.of(experiment);
        Recorder recorder = Recorder.of(trainer, every);
        trainer.fit(DATA);
        return recorder;
    }

    @Test
    void aRecordedTrainingMakesTheSameBits() {
        for (Experiment experiment : List.of(EXPERIMENT, EXPERIMENT.withOptimizer(Optimizers.parse("sgd")))) {
            Trainer watched = Trainer.of(experiment);
            Recorder.of(watched, 1);
            assertThat(watched.fit(DATA).weights().values())
                    .isEqualTo(Trainer.of(experiment).fit(DATA).weights().values());
        }
    }

    @Test
    void aSnapshotSaysWhatTheArraysOfItsStepSay() {
        Snapshot snapshot = recorded(EXPERIMENT, 1).recording().snapshots().get(4);
        Step step = Tracer.stepOf(EXPERIMENT, DATA, 5, null);
        assertThat(snapshot.step()).isEqualTo(5);
        assertThat(snapshot.loss()).isEqualTo(step.array("loss").get(0));
        Snapshot.OfParameter weight = snapshot.weights().getFirst();
        check(weight.gradient(), step.array("layer1.weight.gradient"));
        check(weight.update(), step.array("layer1.weight.update"));
        double[] after = step.array("layer1.weight").toDoubles();
        double[] update = step.array("layer1.weight.update").toDoubles();
        double squares = 0;
        for (int i = 0; i < after.length; i++) {
            squares += Math.pow(after[i] - update[i], 2);
        }
        assertThat(weight.values().norm()).isCloseTo(Math.sqrt(squares / after.length), within(1e-6));
        assertThat(weight.updateRatio()).isBetween(1e-5, 1e-1);
        check(snapshot.layers().getFirst().activation(), step.array("layer1.activation"));
        assertThat(snapshot.layers().getFirst().zeroUnits()).hasSize(12);
    }

    private static void check(Spread spread, NdArray array) {
        double squares = 0;
        double sum = 0;
        int zero = 0;
        for (double value : array.toDoubles()) {
            squares += value * value;
            sum += value;
            zero += value == 0 ? 1 : 0;
        }
        assertThat(spread.count()).isEqualTo(array.size());
        assertThat(spread.norm()).isCloseTo(Math.sqrt(squares / array.size()), within(1e-6));
        assertThat(spread.mean()).isCloseTo(sum / array.size(), within(1e-6));
        assertThat(spread.zero()).isEqualTo((double) zero / array.size());
        int inBins = 0;
        for (int count : spread.histogram()) {
            inBins += count;
        }
        assertThat(inBins).isEqualTo(array.size());
    }

    @Test
    void aHistogramCountsByTheEdgesItNames() {
        float[] values = {-300, -1.5f, -1e-9f, 0, -0f, 1e-9f, 0.75f, 1, 1.99f, 1e30f, Float.NaN, Float.NEGATIVE_INFINITY
        };
        Spread spread = Spread.of(values, 0, values.length);
        assertThat(spread.invalid()).isEqualTo(2);
        assertThat(spread.low()).isEqualTo(-300);
        double[] edges = Spread.edges();
        assertThat(edges).isSorted();
        for (int bin = 0; bin < edges.length; bin++) {
            int expected = 0;
            for (float value : values) {
                boolean aboveLast = bin == 0 || (value < 0 ? value > edges[bin - 1] : value >= edges[bin - 1]);
                boolean belowThis = value < 0 || value == 0 ? value <= edges[bin] : value < edges[bin];
                // Zero has a bin of its own.
                boolean inside = value == 0 ? edges[bin] == 0 : aboveLast && belowThis && edges[bin] != 0;
                expected += Float.isFinite(value) && inside ? 1 : 0;
            }
            assertThat(spread.histogram()[bin]).as("bin up to %s", edges[bin]).isEqualTo(expected);
        }
    }

    @Test
    void theNoiseScaleIsThatOfTheGradientsOfTheSamples() {
        for (Reduction reduction : Reduction.values()) {
            Experiment experiment = EXPERIMENT
                    .withNetwork(Network.input(784).dense(6, Activations.TANH).dense(10, Activations.SOFTMAX))
                    .withBatch(0)
                    .withValidation(0)
                    .withShuffle(false)
                    .withReduction(reduction)
                    .withLearningRate(1e-6)
                    .withEpochs(1);
            Snapshot snapshot = recorded(experiment, 1).recording().snapshots().getFirst();
            ReferenceNetwork network = new ReferenceNetwork(experiment.network(DATA.shape()), experiment.loss());
            double[] start = network.network().initialValues(experiment.seed());
            Samples samples = Samples.spread(DATA, 10, DATA.size());
            double[] mean = network.gradient(start, samples.inputs(), samples.targets());
            double trace = 0;
            for (int i = 0; i < samples.size(); i++) {
                double[] one = network.gradient(
                        start,
                        java.util.Arrays.copyOfRange(samples.inputs(), i * 784, (i + 1) * 784),
                        java.util.Arrays.copyOfRange(samples.targets(), i * 10, (i + 1) * 10));
                for (int k = 0; k < one.length; k++) {
                    trace += Math.pow(one[k] - mean[k], 2) / (samples.size() - 1);
                }
            }
            double square = -trace / samples.size();
            for (double slope : mean) {
                square += slope * slope;
            }
            assertThat(snapshot.noiseScale()).isCloseTo(trace / square, within(1e-3 * trace / square));
        }
    }

    @Test
    void aLongRecordingThinsOutWhatIsOldAndKeepsTheFirstStep() {
        Recording recording = new Recording(EXPERIMENT);
        Spread none = Spread.of(new float[0], 0, 0);
        for (long step = 1; step <= 20_000; step++) {
            recording.add(new Snapshot(step, 1, 1, 1, none, none, new float[0], List.of(), List.of()));
        }
        List<Long> steps = recording.snapshots().stream().map(Snapshot::step).toList();
        assertThat(steps)
                .hasSizeLessThanOrEqualTo(512)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1L);
        assertThat(steps.subList(steps.size() - 200, steps.size())).contains(20_000L, 19_999L, 19_801L);
    }

    @Test
    void theFirstNumberThatIsNoneIsNamed() {
        Experiment bursting = EXPERIMENT
                .withNetwork(Network.input(784).dense(12, Activations.IDENTITY).dense(10, Activations.IDENTITY))
                .withLoss(dev.descent.network.Losses.SQUARED_ERROR)
                .withLearningRate(1e6);
        Recording recording = recorded(bursting, 1).recording();
        assertThat(recording.firstBroken()).isBetween(2L, 20L);
        Snapshot first = recording.snapshots().stream()
                .filter(snapshot -> !snapshot.firstInvalid().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(first.step()).isLessThanOrEqualTo(recording.firstBroken());
        assertThat(first.firstInvalid()).isNotEmpty();
        assertThat(recording.snapshots().getFirst().firstInvalid()).isEmpty();
    }

    @Test
    void anyStepComesBackBitForBitFromACheckpointAndFromTheStart(@TempDir Path folder) throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        Run run = Trainer.of(EXPERIMENT).checkpoints(checkpoints::add, 10).fit(DATA);
        Path file = folder.resolve("checkpoint.npz");
        checkpoints.get(1).save(file);
        Step fromCheckpoint = Tracer.stepOf(EXPERIMENT, DATA, 27, Checkpoint.load(file));
        Step fromStart = Tracer.stepOf(EXPERIMENT, DATA, 27, null);
        assertThat(fromCheckpoint.arrays()).isEqualTo(fromStart.arrays());
        Step last = Tracer.stepOf(EXPERIMENT.withKeepBest(false), DATA, run.steps(), null);
        float[] weights =
                Trainer.of(EXPERIMENT.withKeepBest(false)).fit(DATA).weights().values();
        assertThat(last.array("layer1.weight").toFloats())
                .isEqualTo(java.util.Arrays.copyOfRange(weights, Layout.START, Layout.START + 784 * 12));
        assertThatThrownBy(() -> Tracer.stepOf(EXPERIMENT, DATA, 1000, null)).hasMessageContaining("no step 1,000");
    }

    @Test
    void aRecordingIsSavedForNumPyAndSpreadsheets(@TempDir Path folder) throws IOException {
        Recording recording = recorded(EXPERIMENT, 1).recording();
        recording.save(folder.resolve("recording.npz"));
        Map<String, NdArray> arrays = Npz.read(folder.resolve("recording.npz"));
        int count = recording.snapshots().size();
        assertThat(arrays.get("layer1.weight.gradient.norm").shape()).containsExactly(count);
        assertThat(arrays.get("layer2.bias.histogram").shape()).containsExactly(count, Spread.BINS);
        assertThat(arrays.get("layer1.units.zero").shape()).containsExactly(count, 12);
        assertThat(arrays.get("epochs").shape()).containsExactly(4, 6);
        assertThat(arrays.get("losses").size()).isEqualTo(4 * 9);
        recording.saveCsv(folder.resolve("recording.csv"));
        List<String> lines = Files.readAllLines(folder.resolve("recording.csv"));
        assertThat(lines).hasSize(count + 1);
        assertThat(lines.getFirst()).startsWith("step,loss,learning-rate,gradient-noise-scale,layer1.activation.norm");
        assertThat(lines)
                .allMatch(line -> line.split(",").length == lines.getFirst().split(",").length);
    }

    /** Read back by the documented format alone, with checksums. */
    @Test
    void anEventFileIsARowOfRecordsWithRightChecksumsAndHoldsTheFigures(@TempDir Path folder) throws IOException {
        Recording recording = recorded(EXPERIMENT, 1).recording();
        Path file = recording.saveTensorBoard(folder);
        assertThat(file.getFileName().toString()).contains("tfevents");
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            assertThat(in.getInt()).isEqualTo(masked(data));
            records.add(new String(data, StandardCharsets.ISO_8859_1));
        }
        assertThat(records)
                .hasSize(1 + recording.snapshots().size() + recording.epochs().size());
        assertThat(records.getFirst()).endsWith("\u001a\rbrain.Event:2");
        assertThat(records.get(1)).contains("layer1.weight.gradient.norm", "layer2.weight");
        float loss = (float) recording.snapshots().getFirst().loss();
        String bytes = new String(
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(loss)
                        .array(),
                StandardCharsets.ISO_8859_1);
        // Field 1 of the value is its tag, field 2 a float.
        assertThat(records.get(1)).contains("\n\u000b\n\u0004loss\u0015" + bytes);
    }

    /** CRC-32C of 32 zero bytes is 0x8a9136aa (RFC 3720, appendix B.4); rotated and added to by TensorFlow. */
    @Test
    void theChecksumIsThatOfTheStandard() {
        CRC32C crc = new CRC32C();
        crc.update(new byte[32]);
        assertThat(crc.getValue()).isEqualTo(0x8a9136aaL);
    }

    private static int masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        long value = crc.getValue();
        return (int) (((value >>> 15 | value << 17) & 0xffffffffL) + 0xa282ead8L);
    }
}
