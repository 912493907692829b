package dev.descent.cli.command;

import dev.descent.cli.Session;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code descent data}, which only holds its subcommands. */
@Command(name = "data", description = "Fetch data sets and look at them.", mixinStandardHelpOptions = true)
public final class DataCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "data needs one of its subcommands: fetch, show");
    }

    /** The command with its subcommands. */
    public static picocli.CommandLine with(Session session) {
        return new picocli.CommandLine(new DataCommand())
                .addSubcommand(new DataFetchCommand(session))
                .addSubcommand(new DataShowCommand(session));
    }
}
