package dev.descent.doctor.measure;

import dev.descent.report.Evidence;
import java.util.List;

/** One way of examining a training on its own data. */
public interface Measurement {
    /** Name for the command line and the docs: {@code curvature}. */
    String name();

    /** What it tells, in one sentence. */
    String tells();

    /** Takes the measurement; empty where it makes no sense for the subject. */
    List<Evidence> measure(Subject subject);
}
