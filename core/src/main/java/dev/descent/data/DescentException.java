package dev.descent.data;

/** A file or an experiment that cannot be used. The message is one sentence: what, where, what was expected, what to do. */
public class DescentException extends RuntimeException {
    public DescentException(String message) {
        super(message);
    }

    public DescentException(String message, Throwable cause) {
        super(message, cause);
    }
}
