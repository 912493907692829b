package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what the output is compared with: by the difference when the dump has it, else by shape and values. */
final class TargetSearch {
    /** Values of targets that stand for classes. */
    private static final int MOST_DIFFERENT = 4;

    private static final double BY_DIFFERENCE = 3;
    private static final double BY_PROPORTION = 2;
    private static final double IMPLIED = 2;
    private static final double NAMING_CLASSES = 1.2;
    private static final int MOST_NAMING = 3;
    private static final double BY_SIGN = 0.7;
    private static final double SHAPE_ONLY = 0.6;
    private static final double BY_FEW_VALUES = 0.5;
    private static final double BY_NOTHING_ELSE = 0.45;
    private static final double LAST_LEFT = 0.4;
    private static final double INPUT_ALONE = 0.3;

    private final Batch batch;
    private final Matrix output;
    private final TargetCandidates candidates;
    private final OutputDifference difference;

    /**
     * @param input what goes into the network: an autoencoder's target, where the numbers say so or nothing else is left
     * @param shown the array that shows the outputs, null for none
     * @param output sampled rows of the outputs
     * @param used whether an array has a role already
     */
    TargetSearch(Batch batch, Ref input, @Nullable Ref shown, Matrix output, Predicate<Ref> used) {
        this.batch = batch;
        this.output = output;
        this.candidates = new TargetCandidates(batch, input, output, shown, used);
        this.difference = new OutputDifference(batch, shown, output, candidates.wide());
    }

    record Match(Target target, double score) {
        /** An array as it is. */
        private static Match plain(Seen source, double score) {
            return new Match(new Target(source.ref(), 0, null, 0), score);
        }
    }

    /** What it may be, the best first: one where the numbers say which, several where only shape and type speak for them. */
    List<Match> all() {
        Match sure = find();
        List<Match> itself = whereNothingIsLeft();
        if (sure == null) {
            return itself.isEmpty() && batch.samples() == 1 ? anyOf() : itself;
        }
        if (sure.score() < SHAPE_ONLY && !itself.isEmpty()) {
            return List.of(itself.getFirst(), sure);
        }
        if (sure.score() == SHAPE_ONLY) {
            List<Match> fitting = new ArrayList<>(byShape());
            if (batch.samples() == 1) {
                // The number of the sample is a whole number too: of a single one any number may be the target.
                fitting.addAll(anyOf());
            }
            return fitting;
        }
        if (sure.score() == NAMING_CLASSES) {
            return naming();
        }
        if (sure.target().classes() == 0 || sure.target().error() != null) {
            return List.of(sure);
        }
        // Class numbers are there for the accuracy too: the program may train with what it made of them.
        List<Match> both = new ArrayList<>(List.of(sure));
        byShape().stream()
                .filter(match -> match.target().source() != null
                        && match.target().source().variable().isConstant())
                .forEach(both::add);
        return both;
    }

    private @Nullable Match find() {
        Match shown = byArray();
        if (shown != null) {
            return shown;
        }
        List<Seen> labels = candidates.labels();
        shown = byLabels(labels);
        if (shown != null) {
            return shown;
        }
        shown = byRepetition();
        if (shown != null) {
            return shown;
        }
        Target implied = difference.impliedClasses();
        if (implied != null) {
            return new Match(implied, IMPLIED);
        }
        List<Match> naming = naming();
        if (!naming.isEmpty()) {
            return naming.getFirst();
        }
        Match counting = byClasses(labels);
        if (counting != null) {
            return counting;
        }
        List<Match> fitting = byShape();
        if (!fitting.isEmpty()) {
            return fitting.getFirst();
        }
        Match signed = bySign();
        Match eliminated = signed == null ? byElimination() : signed;
        return eliminated == null ? itselfIfNothingElse() : eliminated;
    }

    // ---------------------------------------------------------------- where the dump has the difference

    /** An array as it is, the input if need be. */
    private @Nullable Match byArray() {
        List<Seen> likeliestFirst = candidates.likeliestFirst();
        for (List<Seen> some : List.of(likeliestFirst, candidates.own())) {
            for (Seen target : some) {
                Match match = byDifference(target, 0, target.rows());
                if (match != null) {
                    return match;
                }
            }
        }
        return likeliestFirst.stream()
                .filter(target -> difference.staysInProportion(target) || difference.staysAdded(target))
                .findFirst()
                .map(target -> Match.plain(target, BY_PROPORTION))
                .orElse(null);
    }

    private @Nullable Match byDifference(Seen source, int classes, Matrix target) {
        Target shown = difference.shownAs(source.ref(), classes, target);
        return shown == null ? null : new Match(shown, BY_DIFFERENCE);
    }

    /** What is made of class numbers. */
    private @Nullable Match byLabels(List<Seen> labels) {
        for (Seen label : labels) {
            Matrix classes = Target.oneHot(label.rows(), output.columns());
            Match match = byDifference(label, output.columns(), classes);
            if (match == null && difference.isInProportion(classes)) {
                match = new Match(new Target(label.ref(), output.columns(), null, 0), BY_PROPORTION);
            }
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** A single column that NumPy repeats over all outputs when it is compared with them; only the difference can show that. */
    private @Nullable Match byRepetition() {
        if (output.columns() == 1 || batch.samples() == 1) {
            return null;
        }
        for (Seen column : candidates.classNumbers()) {
            Matrix target = Target.repeated(column.rows(), output.columns());
            Match match = byDifference(column, 0, target);
            if (match == null && difference.isInProportion(target)) {
                match = Match.plain(column, BY_PROPORTION);
            }
            if (match != null) {
                Target plain = match.target();
                return new Match(
                        new Target(plain.source(), 0, output.columns(), plain.error(), plain.errorSign()),
                        match.score());
            }
        }
        return null;
    }

    /** What no difference shows, but a delta does. */
    private @Nullable Match bySign() {
        List<Seen> targets = new ArrayList<>(candidates.allowed());
        targets.addAll(candidates.own());
        return targets.stream()
                .filter(difference::isShownBySign)
                .findFirst()
                .map(target -> Match.plain(target, BY_SIGN))
                .orElse(null);
    }

    // ---------------------------------------------------------------- by shape and values

    /** Those that name classes: all of the data and the step's samples may both be there, in another order. */
    private List<Match> naming() {
        return candidates.allowed().stream()
                .filter(candidate -> {
                    Matrix values = candidates.whole(candidate);
                    return values != null && TargetValues.areClasses(values);
                })
                .limit(MOST_NAMING)
                .map(candidate -> Match.plain(candidate, NAMING_CLASSES))
                .toList();
    }

    /** Class numbers that nothing is made of in the dump. */
    private @Nullable Match byClasses(List<Seen> labels) {
        for (Seen label : labels) {
            Matrix classes = candidates.whole(label);
            // A layer of many more units than there are classes is no output.
            if (classes != null && (2 * (classes.maximum() + 1) >= output.columns() || candidates.areShares(label))) {
                // Clearly one only where there are as many classes as units.
                boolean all = classes.maximum() + 1 == output.columns();
                return new Match(new Target(label.ref(), output.columns(), null, 0), all ? 1 : 0.9);
            }
        }
        return null;
    }

    /** Those that stay the same or are whole numbers. */
    private List<Match> byShape() {
        List<Match> matches = new ArrayList<>();
        for (Seen candidate : candidates.allowed()) {
            Matrix values = candidates.whole(candidate);
            boolean same =
                    candidate.ref().variable().isConstant() && batch.book().iterations() > 1;
            if (same || (values != null && values.isWhole() && !values.isZero())) {
                matches.add(Match.plain(candidate, SHAPE_ONLY));
            }
        }
        return matches;
    }

    // ---------------------------------------------------------------- by what is left

    /** The input where it is as wide as the output. */
    private List<Match> whereNothingIsLeft() {
        return candidates.own().stream()
                .map(own -> Match.plain(own, BY_NOTHING_ELSE))
                .limit(1)
                .toList();
    }

    /** Those without another role, as good as nothing speaking for them. */
    private List<Match> anyOf() {
        return candidates.withoutRole().stream()
                .filter(candidate -> !candidate.ref().variable().isConstant()
                        && !candidate.rows().isWhole())
                .limit(MOST_NAMING)
                .map(candidate -> Match.plain(candidate, BY_NOTHING_ELSE))
                .toList();
    }

    /** Numbers that nothing explains: the same few over and over, or the only array of the output's shape that is left. */
    private @Nullable Match byElimination() {
        List<Seen> left = candidates.withoutRole().stream()
                .filter(candidate -> {
                    Matrix values = candidates.whole(candidate);
                    return values != null && values.rows() == batch.samples() && values.columns() == output.columns();
                })
                .toList();
        for (Seen candidate : left) {
            long different = Arrays.stream(candidate.rows().values()).distinct().count();
            if (different > 1
                    && different <= MOST_DIFFERENT
                    && 2 * different < candidate.rows().size()) {
                return Match.plain(candidate, BY_FEW_VALUES);
            }
        }
        long variables =
                left.stream().map(Seen::ref).map(Ref::variable).distinct().count();
        return variables == 1 ? Match.plain(left.getFirst(), LAST_LEFT) : null;
    }

    /** The input of a network that gives back as many numbers, where the dump has no other array so wide. */
    private @Nullable Match itselfIfNothingElse() {
        boolean alone =
                candidates.wide().stream().allMatch(other -> other.rows().sameValues(output));
        return output.columns() == 1 || !alone
                ? null
                : candidates.own().stream()
                        .findFirst()
                        .map(own -> Match.plain(own, INPUT_ALONE))
                        .orElse(null);
    }
}
