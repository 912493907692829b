package dev.descent.doctor;

import dev.descent.report.Fault;
import java.util.List;

/**
 * One way in which a training fails. Offer your own by {@link java.util.ServiceLoader}.
 */
public interface Cause {
    /** Name for the docs: {@code step-size}. */
    String name();

    /** What speaks for it, in one sentence. */
    String tells();

    /** The faults it can name. */
    List<Fault> faults();

    /** What speaks for this cause in an examination; none when nothing does. Several when several remedies are worth a trial. */
    List<Suspect> suspects(Examination examination);
}
