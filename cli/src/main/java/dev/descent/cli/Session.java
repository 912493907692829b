package dev.descent.cli;

import dev.descent.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs, so that tests can give it other streams than the process's own.
 *
 * @param terminal where results go
 * @param error where complaints and warnings go
 * @param in standard input
 * @param environment variables
 * @param folder the folder that relative paths start from
 */
public record Session(
        Terminal terminal, PrintStream error, InputStream in, Map<String, String> environment, Path folder) {

    public PrintStream out() {
        return terminal.out();
    }

    public void warn(String sentence) {
        error.println("descent: " + sentence);
    }

    /** The path as given, seen from this session's folder. */
    public Path path(String given) {
        return folder.resolve(given).normalize();
    }
}
