package dev.descent.cli.command;

import dev.descent.cli.ExitCode;
import dev.descent.cli.Session;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code descent manual}. */
@Command(
        name = "manual",
        description = "Print the manual page of all commands.",
        mixinStandardHelpOptions = true,
        footer = {"", "Read it with:  descent manual | man -l -"})
public final class ManualCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    public ManualCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.out().print(ManualPage.of(Objects.requireNonNull(spec).root()));
        return ExitCode.DONE;
    }
}
