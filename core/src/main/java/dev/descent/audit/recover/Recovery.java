package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recovers a program from its variables: forward pass, backward pass, updates. Products hold between many arrays of a dump
 * (a gradient is a product too), so several forward passes are followed up to the updates, and the one that explains most of
 * the arrays is the program.
 */
public final class Recovery {
    private static final int MOST = 6;
    private static final int AT_ONCE = 3;

    /** Guesses whose outputs are compared with every usual slip, of which there are many. */
    private static final int FEW = 32;

    private static final double NEARLY_ALL = 0.8;
    private static final double MOST_OF_IT = 0.7;
    /** The arrays of an optimizer that is not known have no role. */
    private static final double SEEN = 0.5;

    private final Book book;
    private final Set<Forward> tried = new HashSet<>();
    private @Nullable Program best;
    private boolean bestIsClear;
    private double bestScore = Double.NEGATIVE_INFINITY;

    private Recovery(Book book) {
        this.book = book;
    }

    /** Null when not even a forward pass shows in the arrays. */
    public static @Nullable Program of(Book book) {
        return new Recovery(book).run();
    }

    /** Whether nearly all arrays of the dump have a role in the program. */
    public static boolean explainsNearlyAll(Program program) {
        return Grade.of(program).share() > NEARLY_ALL;
    }

    private @Nullable Program run() {
        ForwardSearch search = new ForwardSearch(book);
        List<ForwardSearch.Found> unclear = new ArrayList<>();
        for (ChainSearch stage : search.stages()) {
            if (stage.worksBack() && (follow(search.ranked(unclear), MOST) || isSeen())) {
                return best;
            }
            if (follow(search, stage, unclear)) {
                return best;
            }
        }
        if (follow(search.ranked(unclear), MOST)) {
            return best;
        }
        if (best == null || !Grade.of(best).isWhole()) {
            tryUnshown();
        }
        return best;
    }

    /** Whether a stage gives a whole program: clear forward passes are followed at once, the others kept for later. */
    private boolean follow(ForwardSearch search, ChainSearch stage, List<ForwardSearch.Found> unclear) {
        boolean[] whole = {false};
        stage.run(found -> {
            found.stream().filter(one -> !one.clear()).forEach(unclear::add);
            whole[0] = follow(
                    search.ranked(
                            found.stream().filter(ForwardSearch.Found::clear).toList()),
                    AT_ONCE);
            return whole[0];
        });
        return whole[0];
    }

    private boolean follow(List<ForwardSearch.Found> candidates, int most) {
        int followed = 0;
        for (ForwardSearch.Found found : candidates) {
            if (followed == most || tried.contains(found.forward())) {
                continue;
            }
            followed++;
            if (follow(found)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a forward pass, followed to the updates, gives a whole program. */
    private boolean follow(ForwardSearch.Found found) {
        tried.add(found.forward());
        Program program = followed(found.forward(), found.start());
        Grade grade = Grade.of(program);
        // A chain that begins in the middle of a network is clear too, but leaves most arrays without a role.
        boolean whole = grade.isWhole() && grade.share() > (found.clear() ? MOST_OF_IT : NEARLY_ALL);
        if (keep(program, whole ? Double.POSITIVE_INFINITY : grade.score() + 0.1 * found.score())) {
            bestIsClear = found.clear();
        }
        return whole;
    }

    /** Whether forward and backward pass show in the arrays as they are: then looking for others finds no better. */
    private boolean isSeen() {
        return best != null
                && bestIsClear
                && Grade.of(best).isSeen()
                && Grade.of(best).share() > SEEN;
    }

    /** Forward passes that nothing shows: only what the gradients and updates say decides, and an exact one ends it. */
    private void tryUnshown() {
        List<Forward> candidates = new UnshownSearch(book).candidates();
        List<Forward> exact = shown(candidates, true);
        for (Forward forward : exact.isEmpty() ? shown(candidates, false) : exact) {
            Program program = followed(forward, ForwardSearch.noStart());
            Grade grade = Grade.of(program);
            keep(program, grade.score());
            if (grade.isWhole()
                    && program.explanations().values().stream().allMatch(explanation -> explanation.fault() == null)) {
                return;
            }
        }
    }

    private List<Forward> shown(List<Forward> candidates, boolean exact) {
        return candidates.stream()
                .limit(exact ? candidates.size() : FEW)
                .filter(forward -> new BackwardSearch(new Program(book, forward, Map.of())).showsOutput(exact))
                .limit(MOST)
                .toList();
    }

    private Program followed(Forward forward, Map<Variable, Matrix> start) {
        Program program = new Program(book, forward, start);
        new BackwardSearch(program).run();
        new UpdateSearch(program).run();
        return program;
    }

    private boolean keep(Program program, double score) {
        boolean better = score > bestScore;
        if (better) {
            best = program;
            bestScore = score;
        }
        return better;
    }
}
