package dev.descent.cli;

import dev.descent.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** What the launcher runs once after a build, so that the JVM's archive holds the classes that the commands load. */
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
        int convolved = train(
                silent, model, "[conv2d(6, 5, activation=relu), max-pool(2), flatten, dense(10, activation=softmax)]");
        int trained = train(silent, model, "[dense(128, activation=relu), dense(10, activation=softmax)]");
        int recognised = Commands.of(silent).execute("evaluate", model.toString());
        return IntStream.of(helped, convolved, trained, recognised).max().getAsInt();
    }

    private static int train(Session session, Path model, String layers) {
        String data = "digits(train=500, test=200)";
        return Commands.of(session)
                .execute(
                        "train",
                        "--data",
                        data,
                        "--layers",
                        layers,
                        "--epochs",
                        "2",
                        "--batch",
                        "32",
                        "--model",
                        model.toString());
    }
}
