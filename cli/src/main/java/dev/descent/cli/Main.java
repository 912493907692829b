package dev.descent.cli;

import dev.descent.cli.terminal.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process: standard streams in, exit code out. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        PrintStream error = adoptError();
        // What the library logs is one line of the same form as a complaint, without time and class.
        System.setProperty("java.util.logging.SimpleFormatter.format", "descent: %5$s%n");
        WatchedOutput watched = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream out = print(watched, System.getProperty("stdout.encoding"));
        Session session = new Session(
                Terminal.detect(out, System.getProperty("descent.terminal", ""), System.getenv()),
                error,
                System.in,
                System.getenv(),
                Path.of("").toAbsolutePath());
        int exitCode = arguments.length == 2 && arguments[0].equals(WarmUp.ARGUMENT)
                ? WarmUp.run(Path.of(arguments[1]), session)
                : execute(arguments, session);
        out.flush();
        return exitCode == ExitCode.DONE && watched.failure() != null
                ? cannotWrite(watched.failure(), session)
                : exitCode;
    }

    private static int execute(String[] arguments, Session session) {
        try {
            return Commands.of(session).execute(arguments);
        } catch (Throwable failure) { // an Error passes picocli's handler by
            return Commands.failed(failure, session, false);
        }
    }

    private static int cannotWrite(IOException failure, Session session) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (reason.contains("Broken pipe")) {
            return ExitCode.OUTPUT_CLOSED;
        }
        session.warn("cannot write to standard output: " + reason);
        return ExitCode.BAD_INPUT;
    }

    /**
     * The launcher hands the real standard error over as another descriptor, because the JVM writes a warning about the
     * incubating Vector API to descriptor 2 before any program code runs, and no option silences it.
     */
    private static PrintStream adoptError() {
        Integer descriptor = Integer.getInteger("descent.error");
        if (descriptor != null) {
            try {
                var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
                constructor.setAccessible(true);
                FileDescriptor real = constructor.newInstance(descriptor);
                System.setErr(print(new FileOutputStream(real), System.getProperty("stderr.encoding")));
            } catch (ReflectiveOperationException | RuntimeException failure) {
                // Then complaints go where the warning went; better said there than not at all.
                System.err.println("descent: cannot adopt standard error: " + failure);
            }
        }
        return System.err;
    }

    private static PrintStream print(OutputStream out, @org.jspecify.annotations.Nullable String encoding) {
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding, StandardCharsets.UTF_8);
        return new PrintStream(new BufferedOutputStream(out, 8192), true, charset);
    }
}
