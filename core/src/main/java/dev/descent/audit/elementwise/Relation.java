package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.report.Finding;
import java.util.Optional;

/** A fault that shows in how a few arrays hang together, number by number, whatever the rest of the program is. */
interface Relation {
    /** What is wrong; empty where the arrays do not hang together so in every iteration. */
    Optional<Finding> find(Trace trace);
}
