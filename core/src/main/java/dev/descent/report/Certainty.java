package dev.descent.report;

import java.util.Locale;

/** How sure a finding is; the surest first. */
public enum Certainty {
    /** Changing this one thing alone makes the trouble go away, as its curves show. */
    PROVED,
    /** The measurements say so; not proved by a run. */
    LIKELY,
    /** Fits what is seen, as other causes may. */
    POSSIBLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
