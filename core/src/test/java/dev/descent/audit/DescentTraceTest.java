package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code python/descent_trace.py} writes, read by our own reader. */
class DescentTraceTest {
    private static final Path PYTHON = Path.of("../python").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPythonWithNumPy() throws Exception {
        boolean found;
        try {
            Process process = new ProcessBuilder("python3", "-c", "import numpy").start();
            found = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            found = false;
        }
        assumeTrue(found, "needs python3 with NumPy on the path");
    }

    private String run(String program) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "python3", "-c", "import numpy as np\nfrom descent_trace import record\n" + program)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", PYTHON.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private Map<String, NdArray> iteration(int number) throws IOException {
        return Npz.read(folder.resolve("descent-trace/iteration-%04d.npz".formatted(number)));
    }

    @Test
    void arraysNumbersListsDictionariesAndAttributesAreKeptAndNothingElse() throws Exception {
        run("""
            class Net: pass
            net = Net(); net.W1 = np.ones((2, 3)); net._hidden = np.ones(2); net.name = 'n'
            def f():
                file = np.arange(3); rate = 0.5; text = 'no'; plain = [[1, 2], [3, 4.5]]; empty = []
                weights = [np.eye(2), np.zeros((2, 1), np.float32)]; cache = {'Z1': np.full(2, 7.0), 'b/1': 1}
                objects = np.array([{}, 1], dtype=object); texts = np.array(['a']); self = net
                record(locals())
            f()
            """);
        Map<String, NdArray> arrays = iteration(1);
        assertThat(arrays.keySet())
                .containsExactlyInAnyOrder(
                        "file", "rate", "plain", "weights[0]", "weights[1]", "cache[Z1]", "cache[b|1]", "self.W1");
        assertThat(arrays.get("plain").toDoubles()).containsExactly(1, 2, 3, 4.5);
        assertThat(arrays.get("weights[1]")).isEqualTo(NdArray.of(new float[2], 2, 1));
        assertThat(arrays.get("rate")).isEqualTo(NdArray.scalar(0.5));
    }

    @Test
    void onlyTheFirstIterationsAreWrittenAndThoseOfAnEarlierRunAreRemoved() throws Exception {
        run("for i in range(9): a = np.full(2, float(i)); record(dict(a=a), iterations=4)");
        assertThat(iteration(4).get("a").toDoubles()).containsExactly(3, 3);
        run("for i in range(2): record(dict(a=np.zeros(1)))");
        try (var files = Files.list(folder.resolve("descent-trace"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("iteration-0001.npz", "iteration-0002.npz");
        }
    }

    @Test
    void aLargeIterationLosesTheSameSamplesInEveryArrayAndSaysSo() throws Exception {
        String printed = run("""
            X = np.arange(200000.).reshape(20000, 10); A = np.zeros((5, 20000)); W = np.ones((10, 5))
            record(dict(X=X, A=A, W=W), megabytes=1)
            """);
        Map<String, NdArray> arrays = iteration(1);
        int kept = (int) arrays.get("descent_trace_samples").get(0);
        assertThat(printed).contains("kept the first " + kept + " of 20000 samples");
        assertThat(arrays.get("X").shape()).containsExactly(kept, 10);
        assertThat(arrays.get("A").shape()).containsExactly(5, kept);
        assertThat(arrays.get("W").shape()).containsExactly(10, 5);
        assertThat(kept).isBetween(4_000, 8_400);
    }

    @Test
    void aProgramWithoutArraysIsToldSoAndGoesOn() throws Exception {
        assertThat(run("record(dict(name='x'))\nprint('went on')"))
                .contains("no arrays among the variables name", "went on");
    }
}
