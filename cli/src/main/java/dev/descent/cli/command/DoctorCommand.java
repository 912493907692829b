package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.DiagnosisView;
import dev.descent.data.AtomicFile;
import dev.descent.data.DescentException;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.experiment.ExperimentFile;
import dev.descent.report.HtmlReport;
import dev.descent.report.JsonReport;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code descent doctor}. */
@Command(
        name = "doctor",
        description = "Find out why a training fails, prove it, and mend the experiment.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code: 0 healthy, 1 something was found, 2 bad input.",
            "",
            "Examples:",
            "  descent doctor experiments/collapse.yaml",
            "  descent doctor experiments/collapse.yaml --repair mended.yaml"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final String BESIDE = "";

    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SUBJECT",
            description = "Experiment file (YAML), folder of a recorded run, or trained network (.descent).")
    private @Nullable String subject;

    @Option(
            names = "--repair",
            arity = "0..1",
            paramLabel = "FILE",
            fallbackValue = BESIDE,
            description = "Write the mended experiment; without FILE as NAME-mended.yaml beside the experiment.")
    private @Nullable String repair;

    @Option(names = "--json", description = "Print the report as JSON instead of text.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one self-contained page too.")
    private @Nullable String html;

    @Option(
            names = "--seeds",
            paramLabel = "NUMBER",
            defaultValue = "3",
            description = "With how many seeds the first finding is proved (default: ${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Another seed than the experiment's.")
    private @Nullable Long seed;

    @Option(
            names = "--budget",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "How much work one trial may be, as a multiple of the usual (default: ${DEFAULT-VALUE}).")
    private double budget = 1;

    public DoctorCommand(Session session) {
        this.session = session;
    }

    /** The command with its subcommands. */
    public static CommandLine with(Session session) {
        return new CommandLine(new DoctorCommand(session))
                .addSubcommand(new DoctorBenchCommand(session))
                .addSubcommand(new DoctorMeasureCommand(session));
    }

    @Override
    public Integer call() throws IOException {
        if (subject == null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "doctor needs an experiment file or a trained network");
        }
        if (!(budget > 0 && budget <= 1000)) {
            throw new DescentException("--budget " + budget + ": expected a factor above 0, at most 1000");
        }
        Experiment experiment = Subjects.read(subject, session);
        Experiment examined = seed == null ? experiment : experiment.withSeed(seed);
        if (seeds < 1 || seeds > 100) {
            throw new DescentException("--seeds " + seeds + ": expected 1 to 100");
        }
        Terminal terminal = session.terminal();
        Diagnosis diagnosis = Doctor.create()
                .withBudget(Budget.USUAL.times(budget))
                .withSeeds(seeds)
                .telling(progress -> {
                    if (terminal.interactive() && !json) {
                        terminal.line(terminal.dim("          " + progress));
                    }
                })
                .examine(examined);
        if (json) {
            session.out().println(JsonReport.of(diagnosis.report()));
        } else {
            terminal.lines(DiagnosisView.lines(diagnosis, terminal));
        }
        if (html != null) {
            AtomicFile.write(session.path(html), HtmlReport.of(diagnosis.report()));
        }
        if (repair != null) {
            write(examined, diagnosis, repair);
        }
        boolean healthy = diagnosis.report().isHealthy()
                && diagnosis.report().unidentified().isEmpty();
        return healthy ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private void write(Experiment experiment, Diagnosis diagnosis, String given) throws IOException {
        List<String> lines = new ArrayList<>();
        Terminal terminal = session.terminal();
        Experiment mended = diagnosis.mended();
        if (mended == null) {
            lines.add(diagnosis.report().isHealthy() ? "nothing to mend" : "no change that was tried helps");
        } else {
            Path file = given.equals(BESIDE)
                    ? experiment.folder().resolve(experiment.name() + "-mended.yaml")
                    : session.path(given);
            ExperimentFile.write(file, mended.withName(experiment.name() + "-mended"));
            lines.addAll(DiagnosisView.changes(experiment, mended, terminal));
            lines.add(terminal.dim("written   ") + file);
        }
        if (!json) {
            terminal.blank();
            terminal.lines(lines);
        }
    }
}
