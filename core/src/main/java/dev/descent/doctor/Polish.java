package dev.descent.doctor;

import dev.descent.doctor.cause.OptimizerChoice;
import dev.descent.report.Fault;
import dev.descent.report.Text;
import dev.descent.train.Experiment;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a mended training may still gain where its trials are cheap and whole: how good it can be is not known, as neighbours
 * are only a lower bound, so what else speaks for itself is tried. It is no fault and gets a note.
 */
final class Polish {
    /** Only what speaks this much for itself is tried. */
    private static final double SPEAKS = 0.5;

    /** A trial of more than this share of the usual work is not cheap. */
    private static final double CHEAP = 0.5;

    /** Smaller batches and Adam are worth a trial at the end, however little speaks for them. */
    private static final Set<Fault> ALWAYS = EnumSet.of(Fault.BATCH_TOO_LARGE, Fault.OPTIMIZER_WRONG);

    /** The rate has been refined before, and so has the length: several times as long for a point more is no bargain. */
    private static final Set<Fault> DONE = EnumSet.of(Fault.STEP_TOO_LARGE, Fault.STEP_TOO_SMALL, Fault.EPOCHS_TOO_FEW);

    private static final int MOST_ROUNDS = 2;
    private static final int MOST_TRIED = 6;

    private final List<Cause> causes;
    private final Trials trials;
    private final Yardstick yardstick;
    private final Function<Trial, Examination> examine;

    /** @param examine shows a training to causes */
    Polish(List<Cause> causes, Trials trials, Yardstick yardstick, Function<Trial, Examination> examine) {
        this.causes = causes;
        this.trials = trials;
        this.yardstick = yardstick;
        this.examine = examine;
    }

    /** @param notes gets what brought a point */
    Trial treat(Trial mended, List<String> notes) {
        Trial best = mended;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Treatment most = most(best);
            if (most == null
                    || most.gain() <= yardstick.worth(best.test())
                    || most.after().isBroken()) {
                break;
            }
            notes.add("not a fault by itself, but '%s' brings the mended training from quality %s to %s"
                    .formatted(
                            most.suspect().remedy(),
                            Text.brief(most.before().test()),
                            Text.brief(most.after().test())));
            best = most.after();
        }
        return best;
    }

    private @Nullable Treatment most(Trial current) {
        Set<Fault> tried = EnumSet.noneOf(Fault.class);
        Examination examination = examine.apply(current);
        Stream<Suspect> adam = current.experiment().optimizer().spec().name().startsWith("adam")
                ? Stream.empty()
                : Stream.of(OptimizerChoice.adam(current.experiment()));
        return Stream.concat(causes.stream().flatMap(cause -> cause.suspects(examination).stream()), adam)
                .filter(one -> (one.weight() >= SPEAKS || ALWAYS.contains(one.fault()))
                        && !one.isContradiction()
                        && !DONE.contains(one.fault()))
                .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                .filter(one -> isComparable(one.mended(), current.experiment()) && tried.add(one.fault()))
                .limit(MOST_TRIED)
                .filter(one -> trials.shareOf(one.mended()) <= CHEAP)
                .map(one -> trials.attempt(one, current))
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(Treatment::gain))
                .orElse(null);
    }

    /** Whether it is the same task: on other data any quality may be reached. */
    private static boolean isComparable(Experiment one, Experiment other) {
        return one.data().equals(other.data()) && one.augment().equals(other.augment());
    }
}
