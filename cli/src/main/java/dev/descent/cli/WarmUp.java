package dev.descent.cli;

import dev.descent.cli.terminal.Colours;
import dev.descent.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the launcher runs once after a build, so that the JVM's archive holds the classes that the commands load. */
final class WarmUp {
    static final String ARGUMENT = "warm-up";

    private static final String DATA = "digits(train=500, test=200)";

    private WarmUp() {}

    /**
     * @param folder an empty one to write to, left to the caller
     * @return the exit code, 0 where everything ran
     */
    static int run(Path folder, Session session) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Session silent = new Session(
                new Terminal(nowhere, true, 100, Colours.TRUE, true),
                session.error(),
                session.in(),
                session.environment(),
                session.folder());
        String model = folder.resolve("model.descent").toString();
        String trace = folder.resolve("trace").toString();
        String convolution = "[conv2d(6, 5, activation=relu), max-pool(2), flatten, dense(10, activation=softmax)]";
        String dense = "[dense(128, activation=relu), dense(10, activation=softmax)]";
        int worst = Stream.of(
                        List.of("--help"),
                        train(convolution, model),
                        train(dense, model),
                        List.of("evaluate", model),
                        List.of("trace", "--data", DATA, "--layers", dense, "--batch", "20", "--save", trace))
                .mapToInt(arguments -> execute(silent, arguments))
                .max()
                .getAsInt();
        // Their exit codes tell what they found.
        execute(silent, List.of("audit", trace));
        execute(silent, List.of("doctor", model));
        return worst;
    }

    private static List<String> train(String layers, String model) {
        return List.of("train", "--data", DATA, "--layers", layers, "--epochs", "2", "--batch", "32", "--model", model);
    }

    private static int execute(Session session, List<String> arguments) {
        return Commands.of(session).execute(arguments.toArray(String[]::new));
    }
}
