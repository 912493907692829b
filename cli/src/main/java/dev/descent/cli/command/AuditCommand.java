package dev.descent.cli.command;

import dev.descent.audit.Audit;
import dev.descent.audit.AuditOptions;
import dev.descent.audit.Trace;
import dev.descent.audit.read.TraceReader;
import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import dev.descent.data.AtomicFile;
import dev.descent.data.DataSources;
import dev.descent.data.Dataset;
import dev.descent.report.HtmlReport;
import dev.descent.report.JsonReport;
import dev.descent.report.TextReport;
import java.io.IOException;
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

/** {@code descent audit}. */
@Command(
        name = "audit",
        description = "Find out which line of another program is wrong, from the arrays of a few of its iterations.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code: 0 no fault, 1 faults, 2 not understood or bad input.",
            "",
            "Examples:",
            "  descent audit trace            a folder with one .npz per iteration, as python/descent_trace.py writes it",
            "  descent audit printout.txt     arrays as a program printed them"
        })
public final class AuditCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "TRACE",
            description =
                    "A folder of .npz files (one per iteration), of .npy or of CSV files (one per array), one .npz, or text"
                            + " with printed arrays.")
    private @Nullable String path;

    @Option(names = "--inputs", paramLabel = "NAME", description = "The array that holds the inputs.")
    private String inputs = "";

    @Option(names = "--targets", paramLabel = "NAME", description = "The array that holds the targets.")
    private String targets = "";

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "The data set whose training samples the program took in their order, where the dump has no inputs:"
                            + " mnist, csv(…) …")
    private @Nullable String data;

    @Option(names = "--json", description = "Print the report as JSON instead of text.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one self-contained page too.")
    private @Nullable String html;

    public AuditCommand(Session session) {
        this.session = session;
    }

    /** The command with its subcommand. */
    public static CommandLine with(Session session) {
        return new CommandLine(new AuditCommand(session)).addSubcommand(new AuditBenchCommand(session));
    }

    @Override
    public Integer call() throws IOException {
        if (path == null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "audit needs a trace: a folder or file with the arrays of a training program");
        }
        Trace trace = TraceReader.read(session.path(path));
        Dataset samples = data == null
                ? null
                : DataSources.parse(data).load(session.folder()).train();
        Audit audit = Audit.of(trace, new AuditOptions(inputs, targets, samples));
        if (json) {
            session.out().println(JsonReport.of(audit.report()));
        } else {
            session.terminal().lines(TextReport.lines(audit.report(), session.terminal()));
        }
        if (html != null) {
            AtomicFile.write(session.path(html), HtmlReport.of(audit.report()));
        }
        if (!audit.isUnderstood()) {
            return ExitCode.BAD_INPUT;
        }
        return audit.report().isHealthy() ? ExitCode.DONE : ExitCode.FINDINGS;
    }
}
