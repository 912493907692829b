package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the network in the arrays: the longest chain input · weight (+ bias) → activation → … → output whose every link holds
 * to rounding error, in the iterations where it can be seen best.
 */
public final class ForwardSearch {
    private static final int KEPT = 24;

    /** Long chains of single numbers hold by chance in one iteration, and in none besides: so many are looked at in all of them. */
    private static final int CHECKED = 400;

    private final Book book;

    public ForwardSearch(Book book) {
        this.book = book;
    }

    /**
     * A forward pass and how well it is supported.
     *
     * @param clear whether every link shows in unsaturated numbers, up to a target
     * @param start values before the first iteration, for programs that dump their weights after the update
     */
    public record Found(Forward forward, double score, boolean clear, Map<Variable, Matrix> start) {}

    /** Places to look, the likeliest first; a later one is needed only when those before give no whole program. */
    List<ChainSearch> stages() {
        List<ChainSearch> stages = new ArrayList<>();
        for (int pivot : pivots()) {
            stages.add(new ChainSearch(book, pivot, false));
        }
        // Where the second iteration is saturated, or the only one, the weights before the first update must be worked
        // out.
        stages.add(new ChainSearch(book, 0, true));
        return stages;
    }

    /** Forward passes, best supported first. */
    List<Found> ranked(List<Found> found) {
        return found.stream()
                .sorted(Comparator.comparingDouble(Found::score).reversed())
                .limit(CHECKED)
                .map(one -> book.mishaps().orElse("checking a forward pass", one, () -> checked(one)))
                .filter(candidate -> candidate.score() > ForwardCheck.REFUTED)
                .limit(KEPT)
                .sorted(Comparator.comparingDouble(Found::score).reversed())
                .toList();
    }

    private Found checked(Found found) {
        Forward forward = found.forward().sameLag();
        double support = new ForwardCheck(book, found).support();
        boolean holds = support >= 1 || forward.equals(forward.lag(1));
        Found later = new Found(forward.lag(1), found.score(), found.clear(), found.start());
        // Weights that stand still after the first step look as if they were dumped before it, but for that iteration's
        // sums.
        double other = holds ? support : new ForwardCheck(book, later).support();
        return new Found(
                other > support ? later.forward() : forward,
                found.score() + Math.max(support, other),
                found.clear(),
                found.start());
    }

    private List<Integer> pivots() {
        int iterations = book.iterations();
        return iterations == 1 ? List.of(0) : iterations == 2 ? List.of(1, 0) : List.of(1, 0, 2);
    }

    static Map<Variable, Matrix> noStart() {
        return new HashMap<>();
    }
}
