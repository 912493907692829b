package dev.descent.doctor.rule;

import dev.descent.trace.Recording;
import java.util.List;

/** One symptom that can be seen in a training. Offer your own by {@link java.util.ServiceLoader}. */
public interface Rule {
    /** Name for the docs and the command line: {@code vanishing-gradient}. */
    String name();

    /** What it means, exactly, in a sentence that names the threshold. */
    String definition();

    /** Where definition and default threshold come from. */
    String source();

    /** The default, and what a value is compared with. */
    double threshold();

    /** What is seen so far; may be asked while the training goes on. */
    List<Alarm> check(Recording recording);
}
