package dev.descent.audit.recover;

/**
 * How much a search has done, in numbers looked at: counted, not timed, so that the same dump gets the same answer on every machine.
 * About 1e9 are done in a second.
 */
public final class Effort {
    /** A program that is not found by then is told so: everything tried would take minutes. */
    static final long MOST = 8_000_000_000L;

    /** What is left for finding a better program than one that explains the dump but for a fault. */
    private static final long FOR_BETTER = 1_000_000_000L;

    private long done;
    private long most = MOST;

    void add(long numbers) {
        done += numbers;
    }

    /** Of a dump that is mostly NaN, in which little is to be found. */
    void little() {
        most = Math.min(most, MOST / 4);
    }

    /** From now on only a better program is looked for. */
    void enough() {
        most = Math.min(most, done + FOR_BETTER);
    }

    /** Whether the search has to end with what it has. */
    boolean isSpent() {
        return done > most;
    }

    /** Whether it ended before everything was tried, with nothing whole found. */
    public boolean wasTooLittle() {
        return most >= MOST / 4 && done > most;
    }
}
