package dev.descent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.descent.audit.read.TraceReader;
import dev.descent.report.Check;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Print-outs of one sample's vectors, as the question that Descent began with posted them. */
class ElementwiseTest {
    private static final double[] HIDDEN = {0.8788, 0.479, 0.385, 0.0142};
    private static final double[] OUTPUT = {0.3324, 0.2629, 0.7992};
    private static final double[] ERROR = {1 - 0.3324, -0.2629, -0.7992};

    @TempDir
    Path folder;

    private static String line(String name, double... values) {
        return name
                + IntStream.range(0, values.length)
                        .mapToObj(i -> String.format(Locale.ROOT, "%.8e", values[i]))
                        .collect(Collectors.joining(" ", " [", "]\n"));
    }

    private static double[] delta(double[] error, double[] y) {
        return IntStream.range(0, y.length)
                .mapToDouble(i -> error[i] * y[i] * (1 - y[i]))
                .toArray();
    }

    private Report audit(String text) throws IOException {
        return Audit.of(TraceReader.read(Files.writeString(folder.resolve("printed.txt"), text)))
                .report();
    }

    @Test
    void aStepThatDwarfsTheWeightsIsFoundAndWhatFollowsFromIt() throws IOException {
        double[] step = {-111.7, -164.5, 254.6};
        double[] weights = {-111.2, -164.9, 254.7};
        Report report = audit("Run 1\n" + line("hidden", HIDDEN) + line("output", OUTPUT) + line("fehler", ERROR)
                + line("o-delta", delta(ERROR, OUTPUT)) + line("dw", step) + line("gewichte", weights) + "Run 2\n"
                + line("hidden", 0, 1, 1, 0) + line("output", 0, 0, 0) + line("fehler", 1, 0, 0)
                + line("o-delta", 0, 0, 0) + line("dw", 0, 0, 0) + line("gewichte", weights));
        assertThat(report.findings()).hasSize(1);
        Finding finding = report.findings().getFirst();
        assertThat(finding.fault()).isEqualTo(Fault.STEP_TOO_LARGE);
        assertThat(finding.place()).isEqualTo("gewichte");
        assertThat(finding.explains()).anyMatch(text -> text.contains("hidden")).anyMatch(text -> text.contains("dw"));
        assertThat(report.verified())
                .extracting(Check::formula)
                .contains("fehler = target - output", "o-delta = fehler * output * (1 - output)", "gewichte += dw");
        assertThat(report.notes()).anyMatch(note -> note.contains("to subtract it would climb"));
    }

    @Test
    void aDerivativeOfTheSigmoidOfTheActivationIsNamed() throws IOException {
        double[] wrong = IntStream.range(0, 3)
                .mapToDouble(i -> {
                    double s = 1 / (1 + Math.exp(-OUTPUT[i]));
                    return ERROR[i] * s * (1 - s);
                })
                .toArray();
        Report report = audit(line("output", OUTPUT) + line("error", ERROR) + line("delta", wrong));
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.fault()).isEqualTo(Fault.DERIVATIVE_WRONG_INPUT))
                .satisfies(finding -> assertThat(finding.place()).isEqualTo("delta"));
    }

    @Test
    void aHealthyStepIsNotBlamed() throws IOException {
        double[] step = {0.01, -0.02, 0.003};
        Report report = audit(line("output", OUTPUT)
                + line("error", ERROR)
                + line("delta", delta(ERROR, OUTPUT))
                + line("dw", step)
                + line("w", 0.5, -0.3, 0.9));
        assertThat(report.isHealthy()).isTrue();
        assertThat(report.unidentified()).isNotEmpty();
    }

    @Test
    void theQuestionsOwnPrintOutIsUnderstood() throws IOException {
        Path printout = Path.of(System.getenv().getOrDefault("DESCENT_DATA", "/no/data"))
                .resolveSibling("collapse/printout.txt");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(printout), "the print-out is not on this machine");
        Report report = Audit.of(TraceReader.read(printout)).report();
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().getFirst().fault()).isEqualTo(Fault.STEP_TOO_LARGE);
        assertThat(report.findings().getFirst().place()).isEqualTo("weights2");
        assertThat(report.findings().getFirst().evidence().getFirst().value()).isBetween(400.0, 600.0);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("w1 is all zeros"))
                .anyMatch(note -> note.contains("to subtract it would climb"))
                .anyMatch(note -> note.contains("mistyped"));
    }
}
