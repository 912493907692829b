package dev.descent.cli;

import dev.descent.data.DescentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What went wrong, as one sentence and an exit code.
 *
 * @param sentence what was given, what was expected, where, what to do
 * @param exitCode {@link ExitCode#BAD_INPUT} or {@link ExitCode#INTERNAL}
 */
record Complaint(String sentence, int exitCode) {
    static Complaint of(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException unchecked when unchecked.getCause() != null -> of(unchecked.getCause());
            case IOException file -> new Complaint(oneLine(sentence(file)), ExitCode.BAD_INPUT);
            case IllegalArgumentException argument
            when argument.getMessage() != null -> new Complaint(oneLine(argument.getMessage()), ExitCode.BAD_INPUT);
            case DescentException bad -> new Complaint(oneLine(String.valueOf(bad.getMessage())), ExitCode.BAD_INPUT);
            case OutOfMemoryError _ ->
                new Complaint(
                        "this needs more memory than the JVM may take ("
                                + Runtime.getRuntime().maxMemory() / (1 << 20)
                                + " MB): take fewer samples, a smaller network, or set DESCENT_JAVA_OPTIONS=-Xmx8g",
                        ExitCode.BAD_INPUT);
            default ->
                new Complaint(
                        "internal error, a fault of Descent: "
                                + oneLine(failure.toString())
                                + " (--stacktrace shows where)",
                        ExitCode.INTERNAL);
        };
    }

    private static String sentence(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NotDirectoryException file -> file.getFile() + ": not a folder";
            case FileAlreadyExistsException exists -> exists.getFile() + ": exists already";
            case FileSystemException file when file.getReason() != null -> file.getFile() + ": " + file.getReason();
            case FileNotFoundException missing when missing.getMessage() != null -> missing.getMessage();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
