package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds what the output is compared with: by the difference when the dump has it, else by shape and values. */
final class TargetSearch {
    /** Values of targets that stand for classes. */
    private static final int MOST_DIFFERENT = 4;

    private static final double BY_PROPORTION = 2;
    private static final double NAMING_CLASSES = 1.2;
    private static final int MOST_NAMING = 3;
    private static final double SHAPE_ONLY = 0.6;
    private static final double BY_NOTHING_ELSE = 0.45;

    /** As many numbers are no multiple of others by chance. */
    private static final int FEWEST_IN_PROPORTION = 8;

    /** As many numbers have the sign of others by chance less than once in a million. */
    private static final int MANY_SIGNS = 24;

    private final Book book;
    private final int iteration;
    private final int samples;
    private final List<ChainSearch.Seen> seen;
    private final Ref input;
    private final @Nullable Ref output;

    /**
     * @param output the array that shows the outputs, null for none
     * @param input what goes into the network: an autoencoder's target, where the numbers say so or nothing else is left
     */
    TargetSearch(Book book, int iteration, int samples, List<ChainSearch.Seen> seen, Ref input, @Nullable Ref output) {
        this.output = output;
        this.input = input;
        this.book = book;
        this.iteration = iteration;
        this.samples = samples;
        this.seen = seen;
    }

    record Match(Target target, double score) {}

    /** What it may be, the best first: one where the numbers say which, several where only shape and type speak for them. */
    List<Match> all(Matrix output, Predicate<Ref> used) {
        Match sure = find(output, used);
        List<Match> itself = whereNothingIsLeft(output);
        if (sure == null) {
            return itself.isEmpty() && samples == 1 ? anyOf(allowed(wide(output, used)), output) : itself;
        }
        if (sure.score() < SHAPE_ONLY && !itself.isEmpty()) {
            return List.of(itself.getFirst(), sure);
        }
        if (sure.score() == SHAPE_ONLY) {
            List<ChainSearch.Seen> allowed = allowed(wide(output, used));
            List<Match> fitting = new ArrayList<>(byShape(allowed));
            if (samples == 1) {
                // The number of the sample is a whole number too: of a single one any number may be the target.
                fitting.addAll(anyOf(allowed, output));
            }
            return fitting;
        }
        if (sure.score() == NAMING_CLASSES) {
            return naming(allowed(wide(output, used)));
        }
        if (sure.target().classes() == 0 || sure.target().error() != null) {
            return List.of(sure);
        }
        // Class numbers are there for the accuracy too: the program may train with what it made of them.
        List<Match> both = new ArrayList<>(List.of(sure));
        byShape(allowed(wide(output, used))).stream()
                .filter(match -> match.target().source() != null
                        && match.target().source().variable().isConstant())
                .forEach(both::add);
        return both;
    }

    @Nullable
    Match find(Matrix output, Predicate<Ref> used) {
        List<ChainSearch.Seen> wide = wide(output, used);
        List<ChainSearch.Seen> allowed = allowed(wide);
        Match differing = allowed.stream()
                .sorted(Comparator.comparingInt(this::strangeness))
                .map(target -> byDifference(output, target.ref(), 0, target.rows(), wide))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (differing != null) {
            return differing;
        }
        Match itself = itself(output, wide);
        if (itself != null) {
            return itself;
        }
        Match proportional = byProportion(output, allowed, wide);
        if (proportional != null) {
            return proportional;
        }
        List<ChainSearch.Seen> labels = labels(output, used);
        for (ChainSearch.Seen label : labels) {
            Matrix classes = Target.oneHot(label.rows(), output.columns());
            Match match = byDifference(output, label.ref(), output.columns(), classes, wide);
            if (match == null && isInProportion(output.minus(classes), wide)) {
                match = new Match(new Target(label.ref(), output.columns(), null, 0), BY_PROPORTION);
            }
            if (match != null) {
                return match;
            }
        }
        Match repeated = byRepetition(output, used, wide);
        if (repeated != null) {
            return repeated;
        }
        for (ChainSearch.Seen error : wide) {
            book.effort().compared(2L * output.size());
            for (int sign : new int[] {1, -1}) {
                // What names classes itself is a target, not the difference to one: 1 − target is right too where all
                // outputs are 1.
                boolean isTarget = error.ref().variable().isConstant() && TargetValues.areClasses(error.rows());
                if (!isTarget
                        && (impliesClasses(output, error.rows(), sign) || impliesClassesInAll(error.ref(), sign))) {
                    return new Match(new Target(null, 0, error.ref(), sign), 2);
                }
            }
        }
        List<Match> naming = naming(allowed);
        if (!naming.isEmpty()) {
            return naming.getFirst();
        }
        for (ChainSearch.Seen label : labels) {
            Matrix classes = label.ref().atOrBefore(iteration);
            // A layer of many more units than there are classes is no output.
            if (classes != null && 2 * (classes.maximum() + 1) >= output.columns()) {
                // Clearly one only where there are as many classes as units.
                boolean all = classes.maximum() + 1 == output.columns();
                return new Match(new Target(label.ref(), output.columns(), null, 0), all ? 1 : 0.9);
            }
        }
        List<Match> fitting = byShape(allowed);
        if (!fitting.isEmpty()) {
            return fitting.getFirst();
        }
        Match signed = bySign(output, allowed, wide);
        Match eliminated = signed == null ? byElimination(output, allowed) : signed;
        return eliminated == null ? itselfIfNothingElse(output, wide) : eliminated;
    }

    /** What no difference shows, but a delta does: it is the difference times a derivative, which is nowhere negative. */
    private @Nullable Match bySign(Matrix output, List<ChainSearch.Seen> allowed, List<ChainSearch.Seen> wide) {
        List<ChainSearch.Seen> targets = new ArrayList<>(allowed);
        targets.addAll(own(output));
        for (ChainSearch.Seen target : targets) {
            for (ChainSearch.Seen delta : wide) {
                if (!delta.ref().sameVariable(target.ref())
                        && target.rows().sameShape(output)
                        && hasSignOf(delta.rows(), output.minus(target.rows()))) {
                    return new Match(new Target(target.ref(), 0, null, 0), 0.7);
                }
            }
        }
        return null;
    }

    private static boolean hasSignOf(Matrix delta, Matrix difference) {
        int same = 0;
        int opposite = 0;
        for (int i = 0; i < delta.size(); i++) {
            double both = Math.signum(delta.at(i)) * Math.signum(difference.at(i));
            same += both > 0 ? 1 : 0;
            opposite += both < 0 ? 1 : 0;
        }
        boolean turns = difference.minimum() < 0 && difference.maximum() > 0;
        return turns && Math.min(same, opposite) == 0 && Math.max(same, opposite) >= MANY_SIGNS;
    }

    /** The input of a network that gives back as many numbers, where the dump has no other array so wide. */
    private @Nullable Match itselfIfNothingElse(Matrix output, List<ChainSearch.Seen> wide) {
        boolean alone = wide.stream().allMatch(other -> other.rows().sameValues(output));
        return output.columns() == 1 || !alone
                ? null
                : own(output).stream()
                        .findFirst()
                        .map(own -> new Match(new Target(own.ref(), 0, null, 0), 0.3))
                        .orElse(null);
    }

    /** The network's input, where it has the output's shape. */
    private List<ChainSearch.Seen> own(Matrix output) {
        return seen.stream()
                .filter(own -> own.ref().sameVariable(input) && own.rows().sameShape(output))
                .toList();
    }

    /** Output − target is the error, and output − error the target: of the two, the one more like targets is meant. */
    private int strangeness(ChainSearch.Seen candidate) {
        Matrix values = candidate.ref().atOrBefore(iteration);
        if (values == null || !values.isFinite()) {
            return 4;
        }
        return TargetValues.areClasses(values)
                ? 0
                : values.isWhole() ? 1 : candidate.ref().variable().isConstant() ? 2 : 3;
    }

    /** The input as the target, where the dump has their difference. */
    private @Nullable Match itself(Matrix output, List<ChainSearch.Seen> wide) {
        for (ChainSearch.Seen own : own(output)) {
            Match match = byDifference(output, own.ref(), 0, own.rows(), wide);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** The input where it is as wide as the output. */
    private List<Match> whereNothingIsLeft(Matrix output) {
        return own(output).stream()
                .map(own -> new Match(new Target(own.ref(), 0, null, 0), BY_NOTHING_ELSE))
                .limit(1)
                .toList();
    }

    /** Arrays as wide as the output that have no role yet. */
    private List<ChainSearch.Seen> wide(Matrix output, Predicate<Ref> used) {
        return seen.stream()
                .filter(candidate -> candidate.rows().columns() == output.columns() && !used.test(candidate.ref()))
                .toList();
    }

    private List<ChainSearch.Seen> allowed(List<ChainSearch.Seen> wide) {
        return wide.stream()
                .filter(candidate -> book.mayBeTarget(candidate.ref().variable()))
                .toList();
    }

    /** Those that name classes: all of the data and the step's samples may both be there, in another order. */
    private List<Match> naming(List<ChainSearch.Seen> allowed) {
        return allowed.stream()
                .map(ChainSearch.Seen::ref)
                .filter(candidate -> {
                    Matrix values = candidate.atOrBefore(iteration);
                    return values != null && TargetValues.areClasses(values);
                })
                .limit(MOST_NAMING)
                .map(candidate -> new Match(new Target(candidate, 0, null, 0), NAMING_CLASSES))
                .toList();
    }

    /** Those that stay the same or are whole numbers. */
    private List<Match> byShape(List<ChainSearch.Seen> allowed) {
        List<Match> matches = new ArrayList<>();
        for (ChainSearch.Seen candidate : allowed) {
            Matrix values = candidate.ref().atOrBefore(iteration);
            boolean same = candidate.ref().variable().isConstant() && book.iterations() > 1;
            if (same || (values != null && values.isWhole() && !values.isZero())) {
                matches.add(new Match(new Target(candidate.ref(), 0, null, 0), SHAPE_ONLY));
            }
        }
        return matches;
    }

    /** Those that are no parameter, gradient or output, as good as nothing speaking for them. */
    private List<Match> anyOf(List<ChainSearch.Seen> allowed, Matrix output) {
        return allowed.stream()
                .filter(candidate -> !isGradient(candidate.ref().variable())
                        && !book.movers().isMoved(candidate.ref().variable())
                        && !candidate.ref().variable().isConstant()
                        && !candidate.rows().isWhole()
                        && !candidate.rows().sameValues(output))
                .limit(MOST_NAMING)
                .map(candidate -> new Match(new Target(candidate.ref(), 0, null, 0), BY_NOTHING_ELSE))
                .toList();
    }

    /** Columns of class numbers, of several samples one of another class than the rest or, as in sorted data, an integer type. */
    private List<ChainSearch.Seen> classNumbers(Predicate<Ref> used) {
        return seen.stream()
                .filter(candidate -> candidate.rows().columns() == 1
                        && !used.test(candidate.ref())
                        && book.mayBeTarget(candidate.ref().variable()))
                .filter(candidate -> {
                    Matrix all = candidate.ref().atOrBefore(iteration);
                    return all != null
                            && all.rows() == samples
                            && all.isWhole()
                            && all.minimum() >= 0
                            && (samples == 1
                                    ? staysWhole(candidate.ref())
                                    : all.maximum() > all.minimum()
                                            || candidate.ref().variable().isInteger());
                })
                .toList();
    }

    /** A bias of one unit is a class number, 0, until it is moved. */
    private boolean staysWhole(Ref ref) {
        return IntStream.range(0, book.iterations())
                .mapToObj(ref::at)
                .filter(Objects::nonNull)
                .allMatch(Matrix::isWhole);
    }

    /** By which a weight moves; a delta, by which none moves directly, only its name tells here. */
    private boolean isGradient(Variable variable) {
        return book.movers().isGradient(variable) || Names.soundsLikeGradient(variable.name());
    }

    /** Numbers that nothing explains: the same few over and over, or the only array of the output's shape that is left. */
    private @Nullable Match byElimination(Matrix output, List<ChainSearch.Seen> allowed) {
        List<ChainSearch.Seen> left = allowed.stream()
                .filter(candidate -> !isGradient(candidate.ref().variable()))
                .filter(candidate -> !book.movers().isMoved(candidate.ref().variable()))
                .filter(candidate -> {
                    Matrix values = candidate.ref().atOrBefore(iteration);
                    return values != null && values.rows() == samples && values.columns() == output.columns();
                })
                .filter(candidate -> !candidate.rows().sameValues(output))
                .toList();
        for (ChainSearch.Seen candidate : left) {
            long different = Arrays.stream(candidate.rows().values()).distinct().count();
            if (different > 1
                    && different <= MOST_DIFFERENT
                    && 2 * different < candidate.rows().size()) {
                return new Match(new Target(candidate.ref(), 0, null, 0), 0.5);
            }
        }
        return left.stream()
                                .map(ChainSearch.Seen::ref)
                                .map(Ref::variable)
                                .distinct()
                                .count()
                        == 1
                ? new Match(new Target(left.getFirst().ref(), 0, null, 0), 0.4)
                : null;
    }

    /** A single column that NumPy repeats over all outputs when it is compared with them; only the difference can show that. */
    private @Nullable Match byRepetition(Matrix output, Predicate<Ref> used, List<ChainSearch.Seen> wide) {
        if (output.columns() == 1 || samples == 1) {
            return null;
        }
        for (ChainSearch.Seen column : classNumbers(used)) {
            Matrix target = Target.repeated(column.rows(), output.columns());
            Match match = byDifference(output, column.ref(), 0, target, wide);
            if (match == null && isInProportion(output.minus(target), wide)) {
                match = new Match(new Target(column.ref(), 0, null, 0), BY_PROPORTION);
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

    /** Whether an array is the difference times a number, as one that is divided by the samples. */
    private boolean isInProportion(Matrix difference, List<ChainSearch.Seen> wide) {
        return wide.stream().anyMatch(error -> isInProportion(error.rows(), difference, MANY_SIGNS + 1));
    }

    /** Where the dump has the difference times a number, as divided by the samples of a batch, in every iteration. */
    private @Nullable Match byProportion(Matrix output, List<ChainSearch.Seen> allowed, List<ChainSearch.Seen> wide) {
        if (samples < FEWEST_IN_PROPORTION) {
            return null;
        }
        return allowed.stream()
                .sorted(Comparator.comparingInt(this::strangeness))
                .filter(target ->
                        target.rows().sameShape(output) && !target.rows().isZero())
                .filter(target -> wide.stream()
                        .anyMatch(error -> !error.ref().sameVariable(target.ref())
                                && isInProportion(error.rows(), output.minus(target.rows()), FEWEST_IN_PROPORTION)
                                && staysInProportion(error.ref(), target.ref())))
                .findFirst()
                .map(target -> new Match(new Target(target.ref(), 0, null, 0), BY_PROPORTION))
                .orElse(null);
    }

    /** @param fewest numbers that must show it */
    private boolean isInProportion(Matrix error, Matrix difference, int fewest) {
        book.effort().compared(2L * difference.size());
        Fit fit = Fit.scaled(error, difference);
        return fit.matches() && fit.informative() >= fewest;
    }

    private boolean staysInProportion(Ref error, Ref target) {
        Ref shown = output;
        return shown != null
                && IntStream.range(0, book.iterations()).allMatch(t -> {
                    Matrix outputs = shown.at(t);
                    Matrix difference = error.at(t);
                    Matrix targets = target.atOrBefore(t);
                    return outputs == null
                            || difference == null
                            || targets == null
                            || !targets.sameShape(outputs)
                            || !outputs.isFinite()
                            || Fit.scaled(difference, outputs.minus(targets)).matches();
                });
    }

    /** Of single samples one after another, each of one class. */
    private boolean impliesClassesInAll(Ref error, int sign) {
        Ref shown = output;
        if (shown == null || samples > 1) {
            return false;
        }
        Matrix outputs = null;
        Matrix errors = null;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix one = shown.at(t);
            Matrix other = error.at(t);
            if (one == null && other == null) {
                continue;
            }
            if (one == null || other == null || one.rows() > 1 || !one.sameShape(other)) {
                return false;
            }
            outputs = outputs == null ? one : outputs.above(one);
            errors = errors == null ? other : errors.above(other);
        }
        return outputs != null && errors != null && outputs.rows() > 2 && impliesClasses(outputs, errors, sign);
    }

    /** Whether output and error leave classes as the target. */
    private static boolean impliesClasses(Matrix output, Matrix error, int sign) {
        Matrix implied = sign > 0 ? output.minus(error) : output.plus(error);
        Matrix rounded = implied.mapExactly(Math::rint);
        return Fit.same(implied, rounded).mismatched() == 0 && TargetValues.areClasses(rounded);
    }

    private @Nullable Match byDifference(
            Matrix output, Ref source, int classes, Matrix target, List<ChainSearch.Seen> wide) {
        if (!target.sameShape(output)) {
            return null;
        }
        Matrix difference = output.minus(target);
        for (ChainSearch.Seen error : wide) {
            if (error.ref().sameVariable(source) || error.rows().sameValues(target)) {
                // Of outputs that are 0 throughout the difference is the target again.
                continue;
            }
            book.effort().compared(2L * difference.size());
            Fit positive = Fit.same(error.rows(), difference);
            if (positive.matches() && positive.informative() > 0 && staysTheError(error.ref(), 1, source, classes)) {
                return new Match(new Target(source, classes, error.ref(), 1), 3);
            }
            Fit negative = Fit.scaledBy(error.rows(), difference, -1);
            if (negative.matches() && negative.informative() > 0 && staysTheError(error.ref(), -1, source, classes)) {
                return new Match(new Target(source, classes, error.ref(), -1), 3);
            }
        }
        return null;
    }

    /** Whether it is the difference in the other iterations too: of a single sample one agrees by chance. */
    private boolean staysTheError(Ref error, int sign, Ref source, int classes) {
        Ref shown = output;
        return shown == null
                || IntStream.range(0, book.iterations()).allMatch(t -> {
                    Matrix outputs = shown.at(t);
                    Matrix difference = error.at(t);
                    Matrix target = new Target(source, classes, null, 0).at(t, null);
                    if (outputs == null
                            || difference == null
                            || target == null
                            || !target.sameShape(outputs)
                            || !outputs.isFinite()) {
                        return true;
                    }
                    book.effort().compared(2L * outputs.size());
                    return Fit.scaledBy(difference, outputs.minus(target), sign).matches();
                });
    }

    /** Class numbers, one per sample. */
    private List<ChainSearch.Seen> labels(Matrix output, Predicate<Ref> used) {
        if (output.columns() == 1) {
            return List.of();
        }
        return classNumbers(used).stream()
                .filter(candidate -> {
                    Matrix all = candidate.ref().atOrBefore(iteration);
                    return all != null && all.maximum() < output.columns();
                })
                .toList();
    }
}
