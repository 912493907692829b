package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code descent completion}. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        mixinStandardHelpOptions = true,
        footer = {"", "Use it with:  source <(descent completion)"})
public final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    public CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        session.out().print(AutoComplete.bash(root.name(), root.commandLine()));
        return ExitCode.DONE;
    }
}
