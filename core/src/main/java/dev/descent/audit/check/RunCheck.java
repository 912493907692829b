package dev.descent.audit.check;

import java.util.List;

/** Looks for a fault that shows in a run only, with every fault found before mended. */
@FunctionalInterface
interface RunCheck {
    List<Suspicion> examine(Examination examination, Setup mendedSoFar);

    /** Whether it is asked only where nothing else was found so far. */
    default boolean isForTheRest() {
        return false;
    }
}
