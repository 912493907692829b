package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The difference between an output and a target, where arrays of the dump show it: as it is, times a number, or by its signs. */
final class OutputDifference {
    /** As many numbers are no multiple of others by chance. */
    private static final int FEWEST_IN_PROPORTION = 8;

    /** As many numbers have the sign of others by chance less than once in a million. */
    private static final int MANY_SIGNS = 24;

    private final Batch batch;
    private final Book book;
    private final @Nullable Ref shown;
    private final Matrix output;
    private final List<Seen> wide;

    /**
     * @param shown the array that shows the outputs, null for none
     * @param output its sampled rows
     * @param wide arrays as wide as the output, among which the difference may be
     */
    OutputDifference(Batch batch, @Nullable Ref shown, Matrix output, List<Seen> wide) {
        this.batch = batch;
        this.book = batch.book();
        this.shown = shown;
        this.output = output;
        this.wide = wide;
    }

    // ---------------------------------------------------------------- as it is

    /**
     * The target with the array that is the difference to it; null where none is.
     *
     * @param source the array of the target
     * @param classes one-hot columns to make of it, 0 for none
     * @param target the sampled rows that makes
     */
    @Nullable
    Target shownAs(Ref source, int classes, Matrix target) {
        if (!target.sameShape(output)) {
            return null;
        }
        Matrix difference = output.minus(target);
        for (Seen error : wide) {
            boolean staysBesideIt =
                    error.ref().variable().isConstant() && !source.variable().isConstant() && book.iterations() > 1;
            if (error.ref().sameVariable(source) || error.rows().sameValues(target) || staysBesideIt) {
                // Of outputs that are 0 throughout the difference is the target again; and what stays while both learn
                // is
                // the target, added to the output where it is to be subtracted.
                continue;
            }
            book.effort().compared(2L * difference.size());
            Fit positive = Fit.same(error.rows(), difference);
            if (positive.matches() && positive.informative() > 0 && stays(error.ref(), 1, source, classes)) {
                return new Target(source, classes, error.ref(), 1);
            }
            Fit negative = Fit.scaledBy(error.rows(), difference, -1);
            if (negative.matches() && negative.informative() > 0 && stays(error.ref(), -1, source, classes)) {
                return new Target(source, classes, error.ref(), -1);
            }
        }
        return null;
    }

    /** Whether it is the difference in the other iterations too: of a single sample one agrees by chance. */
    private boolean stays(Ref error, int sign, Ref source, int classes) {
        Ref outputs = shown;
        return outputs == null
                || IntStream.range(0, book.iterations()).allMatch(t -> {
                    Matrix out = outputs.at(t);
                    Matrix difference = error.at(t);
                    Matrix target = new Target(source, classes, null, 0).at(t, null);
                    if (out == null
                            || difference == null
                            || target == null
                            || !target.sameShape(out)
                            || !out.isFinite()) {
                        return true;
                    }
                    book.effort().compared(2L * out.size());
                    return Fit.scaledBy(difference, out.minus(target), sign).matches();
                });
    }

    // ---------------------------------------------------------------- times a number

    /** Whether an array is the difference times a number, as one that is divided by the samples. */
    boolean isInProportion(Matrix target) {
        Matrix difference = output.minus(target);
        return wide.stream().anyMatch(error -> isInProportion(error.rows(), difference, MANY_SIGNS + 1));
    }

    /** Whether an array is the difference times a number in every iteration, as divided by the samples of a batch. */
    boolean staysInProportion(Seen target) {
        return batch.samples() >= FEWEST_IN_PROPORTION
                && target.rows().sameShape(output)
                && !target.rows().isZero()
                && wide.stream()
                        .anyMatch(error -> !error.ref().sameVariable(target.ref())
                                && isInProportion(error.rows(), output.minus(target.rows()), FEWEST_IN_PROPORTION)
                                && staysInProportion(error.ref(), target.ref()));
    }

    /** @param fewest numbers that must show it */
    private boolean isInProportion(Matrix error, Matrix difference, int fewest) {
        book.effort().compared(2L * difference.size());
        Fit fit = Fit.scaled(error, difference);
        return fit.matches() && fit.informative() >= fewest;
    }

    private boolean staysInProportion(Ref error, Ref target) {
        Ref outputs = shown;
        return outputs != null
                && IntStream.range(0, book.iterations()).allMatch(t -> {
                    Matrix out = outputs.at(t);
                    Matrix difference = error.at(t);
                    Matrix targets = target.atOrBefore(t);
                    return out == null
                            || difference == null
                            || targets == null
                            || !targets.sameShape(out)
                            || !out.isFinite()
                            || Fit.scaled(difference, out.minus(targets)).matches();
                });
    }

    /** Whether an array is the sum of output and target in every iteration, as where a minus has slipped. */
    boolean staysAdded(Seen target) {
        Ref outputs = shown;
        return outputs != null
                && batch.samples() >= FEWEST_IN_PROPORTION
                && target.rows().sameShape(output)
                && !target.rows().isZero()
                && wide.stream()
                        .map(Seen::ref)
                        .anyMatch(sum -> !sum.sameVariable(target.ref())
                                && !sum.sameVariable(outputs)
                                && staysAdded(sum, outputs, target.ref()));
    }

    private boolean staysAdded(Ref sum, Ref outputs, Ref target) {
        int seen = 0;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix out = outputs.at(t);
            Matrix whole = sum.at(t);
            Matrix added = target.atOrBefore(t);
            if (out == null || whole == null || added == null || !added.sameShape(out) || !out.isFinite()) {
                continue;
            }
            book.effort().compared(2L * out.size());
            Fit fit = Fit.same(whole, out.plus(added));
            if (!fit.matches() || fit.informative() < FEWEST_IN_PROPORTION) {
                return false;
            }
            seen++;
        }
        return seen > 1;
    }

    // ---------------------------------------------------------------- by its signs

    /** Whether a delta shows it: that is the difference times a derivative, which is nowhere negative. */
    boolean isShownBySign(Seen target) {
        return wide.stream()
                .anyMatch(delta -> !delta.ref().sameVariable(target.ref())
                        && target.rows().sameShape(output)
                        && hasSignOf(delta.rows(), output.minus(target.rows())));
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

    // ---------------------------------------------------------------- to a target that is not there

    /** A target known only by its difference, which output and difference show to be classes; null for none. */
    @Nullable
    Target impliedClasses() {
        for (Seen error : wide) {
            book.effort().compared(2L * output.size());
            for (int sign : new int[] {1, -1}) {
                // What names classes itself is a target, not the difference to one: 1 − target is right too where all
                // outputs are 1.
                boolean isTarget = error.ref().variable().isConstant() && TargetValues.areClasses(error.rows());
                if (!isTarget
                        && (impliesClasses(output, error.rows(), sign) || impliesClassesInAll(error.ref(), sign))) {
                    return new Target(null, 0, error.ref(), sign);
                }
            }
        }
        return null;
    }

    /** Of single samples one after another, each of one class. */
    private boolean impliesClassesInAll(Ref error, int sign) {
        Ref outputs = shown;
        if (outputs == null || batch.samples() > 1) {
            return false;
        }
        Matrix all = null;
        Matrix errors = null;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix one = outputs.at(t);
            Matrix other = error.at(t);
            if (one == null && other == null) {
                continue;
            }
            if (one == null || other == null || one.rows() > 1 || !one.sameShape(other)) {
                return false;
            }
            all = all == null ? one : all.above(one);
            errors = errors == null ? other : errors.above(other);
        }
        return all != null && errors != null && all.rows() > 2 && impliesClasses(all, errors, sign);
    }

    /** Whether output and error leave classes as the target. */
    private static boolean impliesClasses(Matrix output, Matrix error, int sign) {
        Matrix implied = sign > 0 ? output.minus(error) : output.plus(error);
        Matrix rounded = implied.mapExactly(Math::rint);
        return Fit.same(implied, rounded).mismatched() == 0 && TargetValues.areClasses(rounded);
    }
}
