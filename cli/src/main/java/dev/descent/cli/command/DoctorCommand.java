package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.cli.terminal.Terminal;
import dev.descent.cli.view.DiagnosisView;
import dev.descent.data.DescentException;
import dev.descent.doctor.Budget;
import dev.descent.doctor.Doctor;
import dev.descent.doctor.Doctor.Diagnosis;
import dev.descent.experiment.ExperimentFile;
import dev.descent.train.Experiment;
import java.io.IOException;
import java.nio.file.Path;
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
            description = "Experiment file (YAML), or a trained network (.descent), which knows its experiment.")
    private @Nullable String subject;

    @Option(
            names = "--repair",
            arity = "0..1",
            paramLabel = "FILE",
            fallbackValue = BESIDE,
            description = "Write the mended experiment; without FILE as NAME-mended.yaml beside the experiment.")
    private @Nullable String repair;

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
        Terminal terminal = session.terminal();
        Diagnosis diagnosis = Doctor.create()
                .withBudget(Budget.USUAL.times(budget))
                .telling(progress -> terminal.line(terminal.dim("          " + progress)))
                .examine(examined);
        terminal.blank();
        terminal.lines(DiagnosisView.lines(diagnosis, terminal));
        if (repair != null) {
            write(examined, diagnosis, repair);
        }
        return diagnosis.report().isHealthy() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private void write(Experiment experiment, Diagnosis diagnosis, String given) throws IOException {
        Terminal terminal = session.terminal();
        terminal.blank();
        Experiment mended = diagnosis.mended();
        if (mended == null) {
            terminal.line(diagnosis.report().isHealthy() ? "nothing to mend" : "no change that was tried helps");
            return;
        }
        Path file = given.equals(BESIDE)
                ? experiment.folder().resolve(experiment.name() + "-mended.yaml")
                : session.path(given);
        ExperimentFile.write(file, mended.withName(experiment.name() + "-mended"));
        terminal.lines(DiagnosisView.changes(experiment, mended, terminal));
        terminal.line(terminal.dim("written   ") + file);
    }
}
