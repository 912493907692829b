package dev.descent.doctor;

import dev.descent.report.Evidence;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What a training bears and what is wrong all the same. */
final class Reservations {
    /** What is wrong by itself counts where mending it does no harm; that for which less speaks must bring something. */
    private static final double SPEAKS_ALONE = 0.6;

    private static final int MOST = 3;

    private final List<Cause> causes;
    private final Trials trials;
    private final Findings findings;
    private final Function<Trial, Examination> examine;

    /** @param examine shows a training to causes */
    Reservations(List<Cause> causes, Trials trials, Findings findings, Function<Trial, Examination> examine) {
        this.causes = causes;
        this.trials = trials;
        this.findings = findings;
        this.examine = examine;
    }

    /**
     * Reports what is wrong by itself, with what becomes of the training without it, and mends as much of it as makes the
     * training better: where nothing else was found all of it whose remedy does no harm, else only what makes the training better.
     *
     * @param applied gets what is mended
     */
    Trial treat(Trial current, Collection<Treatment> applied) {
        boolean nothingFound = findings.isEmpty();
        Trial best = current;
        List<Suspect> left = of(current);
        for (int round = 0; round < MOST; round++) {
            Treatment most = null;
            for (Suspect suspect : left) {
                Treatment treatment = trials.attempt(suspect, best);
                boolean isBorneOut = treatment == null || isBorneOut(treatment);
                if (nothingFound && round == 0 && isBorneOut) {
                    findings.add(treatment == null ? suspect : compared(treatment), treatment);
                }
                most = most == null || (treatment != null && treatment.gain() > most.gain()) ? treatment : most;
            }
            if (most == null || most.gain() <= Course.WORTH || !isBorneOut(most)) {
                break;
            }
            findings.add(compared(most), most);
            applied.add(most);
            best = most.after();
            left = of(best);
        }
        return best;
    }

    /** That a network knows its samples by heart, for one, is no fault where it costs nothing (Zhang et al. 2017). */
    private boolean isBorneOut(Treatment treatment) {
        if (treatment.suspect().weight() >= SPEAKS_ALONE) {
            return treatment.isHarmless();
        }
        return treatment.gain() > Math.max(Course.WORTH, trials.chance(treatment.after()));
    }

    private List<Suspect> of(Trial trial) {
        Examination examination = examine.apply(trial);
        return causes.stream()
                .flatMap(cause -> cause.reservations(examination).stream())
                .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                .limit(MOST)
                .toList();
    }

    private static Suspect compared(Treatment treatment) {
        return treatment
                .suspect()
                .with(Evidence.fact("quality with it", treatment.before().test()))
                .with(Evidence.fact("quality without it", treatment.after().test()));
    }
}
