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

    /**
     * What is wrong by itself, though the training may bear it: a step beyond the stable one, a start whose loss is far above
     * that of a constant answer. Reported as possible where nothing else was found, so only what no healthy training has.
     */
    default List<Suspect> reservations(Examination examination) {
        return List.of();
    }
}
