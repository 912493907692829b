package dev.descent.cli;

import dev.descent.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;

/** What the launcher runs once after a build, so that the JVM's cache holds the classes that the commands load. */
final class WarmUp {
    static final String ARGUMENT = "warm-up";

    private WarmUp() {}

    static int run(Session session) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Session silent = new Session(
                new Terminal(nowhere, true, 100, dev.descent.cli.terminal.Colours.TRUE, true),
                session.error(),
                session.in(),
                session.environment(),
                session.folder());
        return Commands.of(silent).execute("--help");
    }
}
