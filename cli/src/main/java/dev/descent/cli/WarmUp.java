package dev.descent.cli;

import dev.descent.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/** What the launcher runs once after a build, so that the JVM's cache holds the classes that the commands load. */
final class WarmUp {
    static final String ARGUMENT = "warm-up";

    private WarmUp() {}

    /** @param model a file to write and leave to the caller */
    static int run(Path model, Session session) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Session silent = new Session(
                new Terminal(nowhere, true, 100, dev.descent.cli.terminal.Colours.TRUE, true),
                session.error(),
                session.in(),
                session.environment(),
                session.folder());
        int helped = Commands.of(silent).execute("--help");
        int trained = Commands.of(silent)
                .execute(
                        "train",
                        "--data",
                        "digits(train=64, test=32)",
                        "--layers",
                        "[dense(8, activation=relu), dense(10, activation=softmax)]",
                        "--epochs",
                        "1",
                        "--batch",
                        "full",
                        "--model",
                        model.toString());
        int recognised = Commands.of(silent).execute("evaluate", model.toString());
        return Math.max(helped, Math.max(trained, recognised));
    }
}
