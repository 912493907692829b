package dev.descent.cli.command;

import dev.descent.audit.Audit;
import dev.descent.audit.read.TraceReader;
import dev.descent.audit.recover.Mishaps;
import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.json.AuditCaseLine;
import dev.descent.cli.json.AuditTruth;
import dev.descent.cli.json.JsonLines;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.AuditBenchView;
import dev.descent.data.DescentException;
import dev.descent.report.Finding;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent audit bench}. */
@Command(
        name = "bench",
        description = "Audit programs whose faults are known, and count how often the audit is right.",
        mixinStandardHelpOptions = true)
public final class AuditBenchCommand implements Callable<Integer> {
    private static final String TRUTH = "truth.json";

    private final Session session;

    @Parameters(paramLabel = "FOLDER", description = "A folder with one folder per program and truth.json.")
    private String path = "";

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    public AuditBenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = session.path(path);
        Terminal terminal = session.terminal();
        JsonLines lines = new JsonLines(session.out());
        List<AuditCaseLine> outcomes = new ArrayList<>();
        for (Map.Entry<String, AuditTruth> one : truths(folder.resolve(TRUTH)).entrySet()) {
            AuditCaseLine outcome = run(one.getKey(), one.getValue(), folder.resolve(one.getKey()));
            outcomes.add(outcome);
            if (json) {
                lines.print(outcome);
            } else {
                terminal.line(AuditBenchView.line(outcome));
            }
        }
        if (!json) {
            terminal.blank();
            terminal.lines(AuditBenchView.summary(outcomes, terminal));
        }
        return ExitCode.DONE;
    }

    private static AuditCaseLine run(String name, AuditTruth truth, Path trace) {
        long began = System.nanoTime();
        List<String> found = List.of();
        List<String> places = List.of();
        boolean understood = false;
        String trouble = "";
        try {
            Audit audit = Audit.of(TraceReader.read(trace));
            understood = audit.isUnderstood();
            trouble = audit.report().unidentified().stream()
                    .filter(Mishaps::isOne)
                    .findFirst()
                    .orElse("");
            List<Finding> findings = audit.report().byCertainty();
            found = findings.stream().map(finding -> finding.fault().code()).toList();
            places = findings.stream()
                    .flatMap(finding ->
                            Arrays.stream(finding.place().split(", ", -1)).limit(1))
                    .toList();
        } catch (IOException | RuntimeException failure) {
            trouble = failure.toString();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new AuditCaseLine(name, truth.faults(), truth.where(), found, places, understood, trouble, seconds);
    }

    private static Map<String, AuditTruth> truths(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new DescentException(
                    "there is no %s: expected the true faults of the programs beside their folders".formatted(file));
        }
        try {
            return new TreeMap<>(Jsonb.instance().type(AuditTruth.class).map().fromJson(Files.readString(file)));
        } catch (JsonException wrong) {
            throw new DescentException(
                    "%s is no list of true faults (%s): expected {\"folder\": {\"faults\": […], \"where\": […]}}"
                            .formatted(
                                    file,
                                    String.valueOf(wrong.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    wrong);
        }
    }
}
