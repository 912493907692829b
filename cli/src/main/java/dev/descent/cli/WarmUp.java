package dev.descent.cli;

import dev.descent.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What the launcher runs once after a build, so that the JVM's cache holds the classes that the commands load and how the
 * kernels of a training ran, which lets the next process compile them at once (JEP 515).
 */
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
                        "digits(train=2000, test=200)",
                        "--layers",
                        "[dense(128, activation=relu), dense(10, activation=softmax)]",
                        "--epochs",
                        "10",
                        "--batch",
                        "32",
                        "--model",
                        model.toString());
        int recognised = Commands.of(silent).execute("evaluate", model.toString());
        return Math.max(helped, Math.max(trained, recognised));
    }
}
