package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the network in the arrays: the longest chain input · weight (+ bias) → activation → … → output whose every link holds
 * to rounding error, in the iterations where it can be seen best.
 */
public final class ForwardSearch {
    private static final int KEPT = 12;

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

    /** The best supported forward pass, null when there is none. */
    public @Nullable Found find() {
        List<Found> found = new ArrayList<>();
        for (int pivot : pivots()) {
            search(new ChainSearch(book, pivot, false, false), found);
            if (found.stream().anyMatch(Found::clear)) {
                return best(found);
            }
        }
        // Where the second iteration is saturated, or the only one, the weights before the first update must be worked
        // out.
        search(new ChainSearch(book, 0, true, false), found);
        if (found.isEmpty()) {
            for (int pivot : pivots()) {
                search(new ChainSearch(book, pivot, false, true), found);
            }
        }
        return best(found);
    }

    private @Nullable Found best(List<Found> found) {
        return found.stream()
                .map(candidate -> new Found(
                        candidate.forward(),
                        candidate.score() + new ForwardCheck(book, candidate).support(),
                        candidate.clear(),
                        candidate.start()))
                .max(Comparator.comparingDouble(Found::score))
                .map(candidate -> new Found(
                        candidate.forward().sameLag(), candidate.score(), candidate.clear(), candidate.start()))
                .orElse(null);
    }

    private static void search(ChainSearch search, List<Found> found) {
        search.run().stream()
                .sorted(Comparator.comparingDouble(Found::score).reversed())
                .limit(KEPT)
                .forEach(found::add);
    }

    private List<Integer> pivots() {
        int iterations = book.iterations();
        return iterations == 1 ? List.of(0) : iterations == 2 ? List.of(1, 0) : List.of(1, 0, 2);
    }

    static Map<Variable, Matrix> noStart() {
        return new HashMap<>();
    }
}
