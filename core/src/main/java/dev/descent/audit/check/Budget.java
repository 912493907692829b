package dev.descent.audit.check;

/** How much of a program is run again: enough to see it learn, little enough to answer at once. */
final class Budget {
    /** Samples of a batch that a long run takes, and how few they become where networks are wide. */
    static final int SAMPLES = 300;

    private static final int FEW_SAMPLES = 100;

    private static final double MULTIPLICATIONS = 4e8;
    private static final int FEWEST = 40;
    private static final int MOST = 300;

    private Budget() {}

    /** Samples of a batch that a long run takes, so that the fewest steps cost no more than three times what is meant. */
    static int samples(Setup setup) {
        double one = setup.cost() / setup.batches().getFirst().input().rows();
        return (int) Math.max(FEW_SAMPLES, Math.min(SAMPLES, 3 * MULTIPLICATIONS / (FEWEST * one)));
    }

    /** Steps of a run. */
    static int steps(Setup setup) {
        double cost = setup.cost();
        int batches = setup.batches().size();
        int steps = (int) Math.max(FEWEST, Math.min(MOST, MULTIPLICATIONS / cost));
        // The run ends after whole rounds of the batches.
        return Math.max(batches, Math.floorDiv(steps, batches) * batches);
    }
}
