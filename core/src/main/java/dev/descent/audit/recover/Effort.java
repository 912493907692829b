package dev.descent.audit.recover;

/**
 * How much a search has done, in multiplications: counted, not timed, so that the same dump gets the same answer on every machine.
 * About 1e9 are done in a second.
 */
public final class Effort {
    /** A program that is not found by then is told so: everything tried would take minutes. */
    static final long MOST = 5_000_000_000L;

    /** What is left for finding a better program than one that explains the dump but for a fault. */
    private static final long FOR_BETTER = 1_000_000_000L;

    /** What comparing two elements costs, and simulating one of an optimizer's. */
    private static final long COMPARISON = 10;

    private static final long SIMULATION = 60;

    private long done;
    private long most = MOST;
    private boolean foundWhole;
    private boolean ended;

    void add(long multiplications) {
        done += multiplications;
    }

    /** Arrays of so many elements were compared. */
    void compared(long elements) {
        done += COMPARISON * elements;
    }

    /** So many elements were moved by a rule. */
    void simulated(long elements) {
        done += SIMULATION * elements;
    }

    /** Of a dump that is mostly NaN, in which little is to be found. */
    void little() {
        most = Math.min(most, done + MOST / 4);
    }

    /** For looking at the dump in another way, when the first found nothing whole. */
    public void again() {
        most = Math.max(most, done + MOST / 4);
    }

    /** From now on only a better program is looked for. */
    void enough() {
        most = Math.min(most, done + FOR_BETTER);
        foundWhole = true;
    }

    /** Whether the search has to end with what it has. */
    boolean isSpent() {
        ended |= done > most && !foundWhole;
        return done > most;
    }

    /** Whether it ended before everything was tried, with nothing whole found. */
    public boolean wasTooLittle() {
        return ended;
    }

    @Override
    public String toString() {
        return "%.2e of %.2e multiplications".formatted((double) done, (double) most);
    }
}
