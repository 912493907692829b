package dev.descent.cli;

import dev.descent.cli.command.AuditCommand;
import dev.descent.cli.command.CompletionCommand;
import dev.descent.cli.command.DataCommand;
import dev.descent.cli.command.DoctorCommand;
import dev.descent.cli.command.EvaluateCommand;
import dev.descent.cli.command.ExperimentFlags;
import dev.descent.cli.command.ManualCommand;
import dev.descent.cli.command.RecogniseCommand;
import dev.descent.cli.command.ShowCommand;
import dev.descent.cli.command.TraceCommand;
import dev.descent.cli.command.TrainCommand;
import dev.descent.cli.terminal.Colours;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code descent} command and the list of its subcommands. */
@Command(
        name = "descent",
        version = "descent " + Commands.VERSION,
        description =
                "A neural network that you can see through: train it, look inside, find out why it does not learn.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {"", "Start with:  descent train", "Then:        descent train --help"})
public final class Commands implements Callable<Integer> {
    public static final String VERSION = "0.1.0";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            hidden = true,
            description = "With an error, show where in the program it arose.")
    private boolean stacktrace;

    private Commands() {}

    /** All commands, ready to run in the session. */
    public static CommandLine of(Session session) {
        Commands root = new Commands();
        CommandLine line = new CommandLine(root)
                .addSubcommand(withExperiment(new TrainCommand(session)))
                .addSubcommand(new RecogniseCommand(session))
                .addSubcommand(new EvaluateCommand(session))
                .addSubcommand(new ShowCommand(session))
                .addSubcommand("data", DataCommand.with(session))
                .addSubcommand(withExperiment(new TraceCommand(session)))
                .addSubcommand("doctor", DoctorCommand.with(session))
                .addSubcommand("audit", AuditCommand.with(session))
                .addSubcommand(new CompletionCommand(session))
                .addSubcommand(new ManualCommand(session));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.clamp(session.terminal().width(), 60, 120));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                session.terminal().colours() == Colours.NONE ? CommandLine.Help.Ansi.OFF : CommandLine.Help.Ansi.ON));
        line.setOut(new PrintWriter(session.out(), true, session.out().charset()));
        line.setErr(new PrintWriter(session.error(), true, session.error().charset()));
        line.setParameterExceptionHandler((failure, _) -> wrongArguments(failure, session));
        line.setExecutionExceptionHandler((failure, _, _) -> failed(failure, session, root.stacktrace));
        return line;
    }

    private static CommandLine withExperiment(Object command) {
        CommandLine line = new CommandLine(command);
        ExperimentFlags.addTo(line);
        return line;
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getOut());
        return ExitCode.DONE;
    }

    private static int wrongArguments(ParameterException failure, Session session) {
        CommandLine line = failure.getCommandLine();
        String sentence = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
        if (failure instanceof UnmatchedArgumentException unmatched) {
            sentence = unmatched(unmatched, line);
        }
        session.warn(sentence + " (see " + line.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.BAD_INPUT;
    }

    private static String unmatched(UnmatchedArgumentException failure, CommandLine line) {
        String given = failure.getUnmatched().getFirst();
        String kind = failure.isUnknownOption()
                ? "unknown option "
                : line.getParent() == null ? "unknown command " : "unexpected argument ";
        List<String> nearest = failure.getSuggestions();
        return kind
                + given
                + (nearest.isEmpty()
                        ? ""
                        : ", did you mean " + String.join(" or ", nearest.subList(0, Math.min(2, nearest.size())))
                                + "?");
    }

    static int failed(Throwable failure, Session session, boolean stacktrace) {
        Complaint complaint = Complaint.of(failure);
        session.warn(complaint.sentence());
        if (stacktrace) {
            failure.printStackTrace(session.error());
        }
        return complaint.exitCode();
    }
}
