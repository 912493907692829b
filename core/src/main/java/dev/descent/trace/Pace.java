package dev.descent.trace;

/**
 * Decides which steps are recorded: the first ones, then as many as keep the time spent on recording under a share of the
 * training's time. What an observed step costs more is learned from the steps that nobody observes.
 */
final class Pace {
    /** Of the training's time; the floor asked for is 3 %. */
    private static final double SHARE = 0.02;

    private static final int FIRST_STEPS = 3;

    /** A training of no more steps than these is recorded whole: there is too little of it to leave anything out. */
    private static final int FEW_STEPS = 30;

    private final long every;
    private final long began = System.nanoTime();
    private long asked = began;
    private boolean wasObserved = true;
    private double plainStep;
    private double lastCost;
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
        if (wasObserved) {
            lastCost = Math.max(0, took - plainStep);
            spent += step > 1 ? lastCost : 0;
        } else {
            plainStep = plainStep == 0 ? took : 0.9 * plainStep + 0.1 * took;
        }
        asked = now;
        wasObserved = step <= FIRST_STEPS || isShort || (every > 0 ? step % every == 0 : spent + lastCost <= SHARE * (now - began));
        return wasObserved;
    }

    /** Share of the time so far that recording took. */
    double share() {
        return spent / Math.max(1, System.nanoTime() - began);
    }
}
