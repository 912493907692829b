package dev.descent.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several changes together, where no single one helps much: two, then three, each guided by what the training shows after the
 * ones before.
 */
final class Combinations {
    private static final int MOST_CHANGES = 3;

    /** So many ways, the most promising, are followed further. */
    private static final int WAYS = 2;

    private static final int MOST_SUSPECTS = 6;

    private final List<Cause> causes;
    private final Trials trials;
    private final Yardstick yardstick;
    private final Function<Trial, Examination> examine;

    /** @param examine shows a training to causes */
    Combinations(List<Cause> causes, Trials trials, Yardstick yardstick, Function<Trial, Examination> examine) {
        this.causes = causes;
        this.trials = trials;
        this.yardstick = yardstick;
        this.examine = examine;
    }

    /**
     * Changes one after the other.
     *
     * @param from the training without them
     * @param steps the changes, each made to the training after the one before
     */
    record Way(Trial from, List<Treatment> steps) {
        Way {
            steps = List.copyOf(steps);
        }

        Trial after() {
            return steps.getLast().after();
        }

        double gain() {
            return after().test() - from.test();
        }

        /** What it brought in all, and how much spoke for its changes on average. */
        double promise() {
            Treatment whole = new Treatment(steps.getFirst().suspect(), from, after());
            return whole.progress()
                    + steps.stream()
                            .mapToDouble(one -> one.suspect().weight())
                            .average()
                            .orElse(0);
        }

        Way and(Treatment next) {
            List<Treatment> more = new ArrayList<>(steps);
            more.add(next);
            return new Way(from, more);
        }

        boolean changes(Suspect suspect) {
            return steps.stream().anyMatch(one -> one.suspect().fault() == suspect.fault());
        }
    }

    /**
     * The fewest changes that clearly beat fewer; null where none do.
     *
     * @param singles changes that were tried alone
     * @param single gain of the best of them
     */
    @Nullable
    Way search(List<Treatment> singles, Trial current, double single) {
        List<Way> ways = singles.stream()
                .filter(one -> one.progress() > 0.01 || one.suspect().isStrong())
                .map(one -> new Way(current, List.of(one)))
                .toList();
        double reached = single;
        for (int changes = 2; changes <= MOST_CHANGES; changes++) {
            List<Way> longer = mostPromising(ways).stream()
                    .flatMap(way -> oneMore(way).stream())
                    .toList();
            Way best =
                    longer.stream().max(Comparator.comparingDouble(Way::gain)).orElse(null);
            if (best == null) {
                return null;
            }
            if (best.gain() >= reached + Math.max(Treatment.HELPS, trials.chance(best.after()))) {
                return best;
            }
            reached = Math.max(reached, best.gain());
            ways = longer;
        }
        return null;
    }

    private static List<Way> mostPromising(List<Way> ways) {
        return ways.stream()
                .sorted(Comparator.comparingDouble(Way::promise).reversed())
                .limit(WAYS)
                .toList();
    }

    private List<Way> oneMore(Way way) {
        Examination examination = examine.apply(way.after());
        List<Suspect> suspects = causes.stream()
                .flatMap(cause -> cause.suspects(examination).stream())
                .filter(suspect -> !way.changes(suspect) && !suspect.isContradiction())
                .sorted(Comparator.comparingDouble(Suspect::weight).reversed())
                .limit(MOST_SUSPECTS)
                .toList();
        return trials.attemptAll(suspects, way.after(), yardstick).stream()
                .map(way::and)
                .toList();
    }
}
