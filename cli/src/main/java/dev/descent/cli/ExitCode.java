package dev.descent.cli;

/** What the process says to its caller. */
public final class ExitCode {
    public static final int DONE = 0;

    /** The examination found something. */
    public static final int FINDINGS = 1;

    /** The arguments or the files they name are wrong; one sentence on standard error says what and where. */
    public static final int BAD_INPUT = 2;

    /** A fault of Descent itself (sysexits' EX_SOFTWARE). */
    public static final int INTERNAL = 70;

    /** Stopped by Ctrl-C, after what was learned had been kept (128 + SIGINT). */
    public static final int INTERRUPTED = 130;

    /** The reader of the output went away (128 + SIGPIPE). */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
