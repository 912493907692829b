package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Terminal;
import dev.descent.data.DescentException;
import dev.descent.data.TrainTest;
import dev.descent.doctor.measure.Measurement;
import dev.descent.doctor.measure.Measurements;
import dev.descent.doctor.measure.Subject;
import dev.descent.report.Evidence;
import dev.descent.report.Text;
import dev.descent.spec.Nearest;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code descent doctor measure}. */
@Command(
        name = "measure",
        description = "Measure an experiment's data, start, gradient and step, without judging.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  descent doctor measure experiments/collapse.yaml",
            "  descent doctor measure experiments/collapse.yaml --only curvature,input-scale"
        })
public final class DoctorMeasureCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "SUBJECT", description = "Experiment file (YAML), or a trained network (.descent).")
    private String subject = "";

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Take these measurements only.")
    private List<String> only = List.of();

    public DoctorMeasureCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<String> names = Measurements.all().stream().map(Measurement::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new DescentException("there is no measurement '" + name + "'" + Nearest.hint(name, names));
            }
        }
        Experiment experiment = Subjects.read(subject, session);
        TrainTest data = experiment.load();
        Subject measured = Subject.atStart(experiment, data);
        Terminal terminal = session.terminal();
        for (Measurement measurement : Measurements.all()) {
            if (only.isEmpty() || only.contains(measurement.name())) {
                show(measurement, measured, terminal);
            }
        }
        return ExitCode.DONE;
    }

    private static void show(Measurement measurement, Subject measured, Terminal terminal) {
        terminal.line(terminal.bold(measurement.name()) + terminal.dim("  " + measurement.tells()));
        List<Evidence> evidence = measurement.measure(measured);
        for (Evidence one : evidence) {
            Double threshold = one.threshold();
            String against = threshold == null ? "" : "  against " + Text.brief(threshold) + ", " + one.source();
            terminal.line("  " + Terminal.padLeft(Text.significant(one.value()), 10) + "  " + one.name()
                    + terminal.dim(against));
        }
        if (evidence.isEmpty()) {
            terminal.line(terminal.dim("  makes no sense here"));
        }
    }
}
