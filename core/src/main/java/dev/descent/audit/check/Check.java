package dev.descent.audit.check;

import java.util.List;

/** Looks for one pattern of faults. */
@FunctionalInterface
interface Check {
    /** What it suspects, the first wrong line first; empty when all is well or the numbers do not allow to say. */
    List<Suspicion> examine(Examination examination);
}
