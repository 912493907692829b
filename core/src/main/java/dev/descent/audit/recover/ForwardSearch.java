package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    List<ForwardStage> stages() {
        List<ForwardStage> stages = new ArrayList<>();
        for (int pivot : pivots()) {
            stages.add(new ForwardStage(book, pivot, false));
        }
        // Where the second iteration is saturated, or the only one, the weights before the first update must be worked
        // out.
        stages.add(new ForwardStage(book, 0, true));
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

    /**
     * With the weights of one time, all before or all after the update, where those hold as well as the ones found: weights that stand still
     * look as if they were dumped at either. A program may also have both under two names, and mix them.
     */
    private Found checked(Found found) {
        Forward same = found.forward().sameLag();
        Found best = supported(found, same);
        for (Forward other : List.of(found.forward(), same.lag(1))) {
            if (best.score() < found.score() + 1 && !other.equals(best.forward())) {
                Found next = supported(found, other);
                best = next.score() > best.score() ? next : best;
            }
        }
        return best;
    }

    private Found supported(Found found, Forward forward) {
        Found candidate = new Found(forward, found.score(), found.clear(), found.start());
        double support = new ForwardCheck(book, candidate).support();
        return new Found(forward, found.score() + support, found.clear(), found.start());
    }

    private List<Integer> pivots() {
        int iterations = book.iterations();
        return iterations == 1 ? List.of(0) : iterations == 2 ? List.of(1, 0) : List.of(1, 0, nextLike(1));
    }

    /** The first iteration after it that holds as many arrays; the one after it where none does. */
    private int nextLike(int iteration) {
        long arrays = arrays(iteration);
        return IntStream.range(iteration + 1, book.iterations())
                .filter(next -> arrays(next) >= arrays)
                .findFirst()
                .orElse(iteration + 1);
    }

    private long arrays(int iteration) {
        return book.all().stream()
                .filter(variable -> variable.at(iteration) != null)
                .count();
    }

    static Map<Variable, Matrix> noStart() {
        return new HashMap<>();
    }
}
