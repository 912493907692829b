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
    private static final double ALL_BUT_THE_RULE = 0.9;
    /** The arrays of an optimizer that is not known have no role. */
    private static final double SEEN = 0.5;

    /** Score from which a program is whole, and what a fault counts among whole ones: more than any array that has a role. */
    private static final double WHOLE = 1e9;

    private static final double FAULT = 1e4;

    /** Forward passes that are followed in all: the more, the smaller the arrays. What is not found among these is not understood. */
    private static final int FEWEST_FOLLOWED = 12;

    private static final int MOST_FOLLOWED = 60;
    private static final double AFFORDABLE_NUMBERS = 4e6;

    private final Book book;
    private final int mostFollowed;
    private final Set<Forward> tried = new HashSet<>();
    private @Nullable Program best;
    private boolean bestIsClear;
    private double bestScore = Double.NEGATIVE_INFINITY;

    private Recovery(Book book) {
        this.book = book;
        this.mostFollowed = (int) Math.clamp(AFFORDABLE_NUMBERS / book.numbers(), FEWEST_FOLLOWED, MOST_FOLLOWED);
    }

    /** Null when not even a forward pass shows in the arrays. */
    public static @Nullable Program of(Book book) {
        return new Recovery(book).run();
    }

    /** Whether more was recognised than agrees by chance, or nearly all without any fault: of a program whose units are all dead little else shows. */
    public static boolean isGrounded(Program program) {
        if (!showsLayers(program) && program.updates().values().stream().noneMatch(Recovery::isBelievable)) {
            return false;
        }
        if (Grade.isGrounded(program)) {
            return true;
        }
        Grade grade = Grade.of(program);
        return grade.share() > NEARLY_ALL && (grade.faults() == 0 || showsLayers(program));
    }

    /** Whether somebody may have written it so: a momentum that grows is what chance makes of a few numbers. */
    private static boolean isBelievable(Update update) {
        return switch (update) {
            case Update.Unknown _, Update.Still _ -> false;
            case Update.Momentum momentum -> momentum.beta() > 0 && momentum.beta() <= 1;
            default -> true;
        };
    }

    /** Whether sums or activations of some layer are in the dump. */
    private static boolean showsLayers(Program program) {
        return program.forward().layers().stream().anyMatch(layer -> layer.logits() != null || layer.output() != null);
    }

    /** Whether nearly all arrays of the dump have a role in the program. */
    public static boolean explainsNearlyAll(Program program) {
        return Grade.of(program).share() > NEARLY_ALL;
    }

    private @Nullable Program run() {
        ForwardSearch search = new ForwardSearch(book);
        List<ForwardSearch.Found> unclear = new ArrayList<>();
        Mishaps mishaps = book.mishaps();
        for (ForwardStage stage : search.stages()) {
            if (stage.worksBack() && (follow(search.ranked(unclear), MOST) || isSeen())) {
                return best;
            }
            if (mishaps.orElse("looking for a forward pass", false, () -> follow(search, stage, unclear))) {
                return best;
            }
        }
        if (best == null) {
            // What was found is looked at, however long the search for it took.
            book.effort().again();
        }
        if (follow(search.ranked(unclear), MOST)) {
            return best;
        }
        if (best == null || !(Grade.of(best).isWhole() || showsWhollyForward(best))) {
            mishaps.orElse("trying activations", false, this::tryUnshown);
        }
        return best;
    }

    /** Whether a stage gives a whole program: clear forward passes are followed at once, the others kept for later. */
    private boolean follow(ForwardSearch search, ForwardStage stage, List<ForwardSearch.Found> unclear) {
        boolean[] whole = {false};
        stage.run(found -> {
            found.stream().filter(one -> !one.clear()).forEach(unclear::add);
            whole[0] = follow(
                    search.ranked(
                            found.stream().filter(ForwardSearch.Found::clear).toList()),
                    AT_ONCE);
            if (whole[0]) {
                followLonger(search, unclear);
            }
            return whole[0];
        });
        return whole[0];
    }

    /** A first layer that is saturated throughout shows too little to be clear, but the network does not begin behind it. */
    private void followLonger(ForwardSearch search, List<ForwardSearch.Found> unclear) {
        if (best == null) {
            return;
        }
        List<Ref> weights = weights(best.forward());
        Set<Variable> inside = best.forward().variables();
        List<ForwardSearch.Found> longer = unclear.stream()
                .filter(found -> {
                    List<Ref> others = weights(found.forward());
                    int more = others.size() - weights.size();
                    return more > 0
                            && others.subList(more, others.size()).equals(weights)
                            && !inside.contains(found.forward().input().variable())
                            && !book.movers().isGradient(found.forward().input().variable());
                })
                .toList();
        follow(search.ranked(longer), AT_ONCE);
    }

    private static List<Ref> weights(Forward forward) {
        return forward.layers().stream().map(Layer::weight).toList();
    }

    /** Whether one of them gives a whole program: one without fault ends it, of others the one with the fewest faults is kept. */
    private boolean follow(List<ForwardSearch.Found> candidates, int most) {
        int followed = 0;
        for (ForwardSearch.Found found : candidates) {
            if (followed == most
                    || tried.size() >= mostFollowed
                    || book.effort().isSpent()
                    || tried.contains(found.forward())) {
                continue;
            }
            followed++;
            if (follow(found)) {
                return true;
            }
        }
        return bestScore >= WHOLE;
    }

    /** Whether a forward pass, followed to the updates, gives a whole program without fault. */
    private boolean follow(ForwardSearch.Found found) {
        tried.add(found.forward());
        Program program = followed(found.forward(), found.start(), found.clear());
        if (program == null) {
            return false;
        }
        Grade grade = Grade.of(program);
        // A chain that begins in the middle of a network is clear too, but leaves most arrays without a role.
        boolean whole = grade.isWhole()
                && grade.share() > (found.clear() ? MOST_OF_IT : NEARLY_ALL)
                && !beginsInside(found.forward());
        double score = grade.score() + 0.1 * found.score();
        if (keep(program, whole ? 2 * WHOLE - FAULT * grade.faults() + score : score)) {
            bestIsClear = found.clear();
        }
        if (whole) {
            book.effort().enough();
        }
        // Where all but the optimizer is known, and right, no other forward pass knows more.
        boolean onlyTheRule = found.clear() && grade.isSeen() && grade.share() > ALL_BUT_THE_RULE;
        return (whole || onlyTheRule) && grade.faults() == 0;
    }

    /** Whether the recovered network begins behind its first layers. */
    public static boolean beginsInside(Program program) {
        return beginsInside(program.forward());
    }

    /** Whether its inputs change although the targets stay: then they are what layers before them made, which learn. */
    private static boolean beginsInside(Forward forward) {
        Target target = forward.target();
        return target != null
                && target.source() != null
                && target.source().variable().isConstant()
                && !forward.input().variable().isConstant();
    }

    /** Whether forward and backward pass show in the arrays as they are: then looking for others finds no better. */
    private boolean isSeen() {
        if (best == null) {
            return false;
        }
        Grade grade = Grade.of(best);
        return grade.isSeen() && grade.share() > SEEN && isSure(grade);
    }

    /** Whether every layer's activation is in the dump: what is not known then is not the forward pass. */
    private boolean showsWhollyForward(Program program) {
        Grade grade = Grade.of(program);
        return program.forward().target() != null
                && grade.share() > SEEN
                && isSure(grade)
                && program.forward().layers().stream().allMatch(layer -> layer.output() != null);
    }

    /** Clear at once, or by what follows from it. */
    private boolean isSure(Grade grade) {
        return bestIsClear || (grade.isSeen() && grade.share() > NEARLY_ALL && grade.faults() == 0);
    }

    /** Forward passes that nothing shows: only what the gradients and updates say decides, and an exact one ends it. */
    private boolean tryUnshown() {
        List<Forward> candidates = new UnshownSearch(book).candidates();
        List<Forward> exact = shown(candidates, true);
        for (Forward forward : exact.isEmpty() ? shown(candidates, false) : exact) {
            if (book.effort().isSpent()) {
                return false;
            }
            Program program = followed(forward, ForwardSearch.noStart(), true);
            if (program == null) {
                continue;
            }
            Grade grade = Grade.of(program);
            keep(program, grade.score());
            if (grade.isWhole()
                    && program.explanations().values().stream().allMatch(explanation -> explanation.fault() == null)) {
                return true;
            }
        }
        return false;
    }

    private List<Forward> shown(List<Forward> candidates, boolean exact) {
        return candidates.stream()
                .limit(exact ? candidates.size() : FEW)
                .filter(_ -> !book.effort().isSpent())
                .filter(forward -> new BackwardSearch(new Program(book, forward, Map.of()), true).showsOutput(exact))
                .limit(MOST)
                .toList();
    }

    /** Null where following it fails. */
    private @Nullable Program followed(Forward forward, Map<Variable, Matrix> start, boolean likely) {
        Program program = new Program(book, forward.named(book), start);
        boolean done = book.mishaps().orElse("following a forward pass", false, () -> {
            new BackwardSearch(program, likely).run();
            new UpdateSearch(program).run();
            return true;
        });
        return done ? program : null;
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
