package dev.descent.trace;

/**
 * Decides which steps are recorded: the first ones, then as many as keep the time spent on recording under a share of the
 * training's time. What an observed step costs more is learned from the steps that nobody observes.
 */
final class Pace {
    /** Of the training's time; the floor asked for is 3 %. */
    private static final double SHARE = 0.015;

    /** Recorded whatever they cost; counted at what they would cost later, as the compiler is still at work on them. */
    private static final int FIRST_STEPS = 3;

    /** Recording a step costs at most about as much as so many steps, once compiled. */
    private static final int MOST_STEPS = 10;

    /** A training of no more steps than these is recorded whole: there is too little of it to leave anything out. */
    private static final int FEW_STEPS = 30;

    private final long every;
    private final long began = System.nanoTime();
    private long asked = began;
    private long lastStep;
    private boolean wasObserved = true;
    private double plainStep;
    private double cheapest = Double.POSITIVE_INFINITY;
    private double spent;
    private boolean isShort;

    /** @param every records each so many-th step whatever it costs; 0 adapts */
    Pace(long every) {
        this.every = every;
    }

    void plan(long steps) {
        isShort = steps <= FEW_STEPS;
    }

    boolean isDue(long step) {
        long now = System.nanoTime();
        double took = now - asked;
        if (wasObserved && lastStep > 0) {
            double cost = Math.max(0, took - plainStep);
            cheapest = Math.min(cheapest, cost);
            spent += lastStep <= FIRST_STEPS ? 0 : cost;
        } else {
            plainStep = plainStep == 0 ? took : 0.9 * plainStep + 0.1 * took;
        }
        asked = now;
        lastStep = step;
        // What the first steps would cost by now; without the bound a slow beginning would forbid all later ones.
        double likely = Math.min(cheapest, MOST_STEPS * plainStep);
        boolean isAffordable = spent + (1 + FIRST_STEPS) * likely <= SHARE * (now - began);
        wasObserved = step <= FIRST_STEPS || isShort || (every > 0 ? step % every == 0 : isAffordable);
        return wasObserved;
    }

    /** Share of the time so far that recording took, the compiler's work on the first steps aside. */
    double share() {
        return spent / Math.max(1, System.nanoTime() - began);
    }
}
