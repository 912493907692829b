package dev.descent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.cli.CommandTest;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceCommandTest extends CommandTest {
    private static final String[] TINY = {
        "trace",
        "--data",
        "xor",
        "--layers",
        "[dense(4, activation=sigmoid), dense(1, activation=sigmoid)]",
        "--loss",
        "squared-error",
        "--batch",
        "full",
        "--count",
        "2"
    };

    private Result trace(String... more) {
        String[] arguments = java.util.Arrays.copyOf(TINY, TINY.length + more.length);
        System.arraycopy(more, 0, arguments, TINY.length, more.length);
        return descent(arguments);
    }

    @Test
    void everyArrayOfAStepIsListedUnderItsStandardName() {
        assertThat(trace().isDone().out())
                .contains("step 1", "step 2", "input", "target", "layer1.logits", "layer1.activation", "layer2.delta")
                .contains("layer1.weight.gradient", "layer2.bias.update", "loss", "4×2");
    }

    @Test
    void savedStepsHoldTheSameNumbersAndTheUpdateLeadsFromOneStepToTheNext() throws IOException {
        trace("--save", "steps", "--double").isDone();
        Map<String, NdArray> first = Npz.read(folder.resolve("steps/step-001.npz"));
        Map<String, NdArray> second = Npz.read(folder.resolve("steps/step-002.npz"));
        NdArray before = first.get("layer1.weight");
        NdArray update = second.get("layer1.weight.update");
        NdArray after = second.get("layer1.weight");
        for (int index = 0; index < before.size(); index++) {
            assertThat(after.get(index))
                    .isCloseTo(before.get(index) + update.get(index), org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @Test
    void oneSampleHasItsRowOfTheBatch() {
        assertThat(trace("--sample", "2", "--arrays", "input,target").isDone().out())
                .contains("input 2", "target 1");
        assertThat(trace("--sample", "4").isOneSentenceAndExitCode2().error()).contains("--sample 4", "0 to 3");
        assertThat(trace("--arrays", "layer9").isOneSentenceAndExitCode2().error())
                .contains("layer9", "layer1.logits");
    }

    @Test
    void aMappingFileGivesTheArraysOtherNames() throws IOException {
        Files.writeString(
                folder.resolve("names.txt"), "hidden = layer1.activation  # theirs\nstep_W1 = -layer1.weight.update\n");
        String out = trace("--names", "names.txt").isDone().out();
        assertThat(out).contains("hidden", "step_W1").doesNotContain("layer1.activation");
        Files.writeString(folder.resolve("names.txt"), "hidden layer1.activation\n");
        assertThat(trace("--names", "names.txt").isOneSentenceAndExitCode2().error())
                .contains("names.txt", "line 1");
    }

    @Test
    void anyStepOfARecordedRunComesBackAsItWas() throws IOException {
        descent(
                        "train",
                        "--data",
                        "digits(train=200, test=20)",
                        "--layers",
                        "[dense(8, activation=tanh), dropout(0.1), dense(10, activation=softmax)]",
                        "--batch",
                        "16",
                        "--epochs",
                        "3",
                        "--record",
                        "run",
                        "--model",
                        "made.descent")
                .isDone();
        assertThat(folder.resolve("run/recording.csv")).isNotEmptyFile();
        assertThat(folder.resolve("run/events.out.tfevents.0.descent")).isNotEmptyFile();
        assertThat(Npz.read(folder.resolve("run/recording.npz"))).containsKey("layer2.weight.update-ratio");
        descent("trace", "run", "--step", "30", "--save", "one").isDone();
        descent("trace", "made.descent", "--step", "30", "--save", "other").isDone();
        assertThat(Npz.read(folder.resolve("one/step-030.npz")))
                .isEqualTo(Npz.read(folder.resolve("other/step-030.npz")))
                .containsKey("layer1.weight.gradient");
        assertThat(descent("trace", "run", "--step", "3000")
                        .isOneSentenceAndExitCode2()
                        .error())
                .contains("no step 3,000");
    }
}
