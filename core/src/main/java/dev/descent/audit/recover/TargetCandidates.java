package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Arrays that an output may be compared with, and those that may be its difference to one. */
final class TargetCandidates {
    private final Batch batch;
    private final Ref input;
    private final Matrix output;
    private final Predicate<Ref> used;
    private final List<Seen> wide;
    private final List<Seen> allowed;

    /**
     * @param input what goes into the network
     * @param output sampled rows of what comes out
     * @param shown the array that holds it, null for none
     * @param used whether an array has a role already
     */
    TargetCandidates(Batch batch, Ref input, Matrix output, @Nullable Ref shown, Predicate<Ref> used) {
        this.batch = batch;
        this.input = input;
        this.output = output;
        this.used = used;
        this.wide = batch.seen().stream()
                .filter(candidate -> candidate.rows().columns() == output.columns() && !used.test(candidate.ref()))
                .toList();
        this.allowed = wide.stream()
                .filter(candidate -> batch.book().mayBeTarget(candidate.ref().variable())
                        && !(shown != null && isSecondName(candidate.ref(), shown)))
                .toList();
    }

    /** Whether it is the output again. */
    private boolean isSecondName(Ref candidate, Ref shown) {
        int iterations = batch.book().iterations();
        return !candidate.variable().isConstant() && iterations > 1 && candidate.isSame(shown, iterations);
    }

    /** Whether each row is shared out among the units, as a softmax does: what goes with it names classes, however few come first. */
    boolean areShares(Seen label) {
        return !label.ref().variable().isScalar()
                && output.minimum() >= 0
                && Fit.same(output.sumOfColumns(), Matrix.filled(output.rows(), 1, 1))
                        .matches();
    }

    /** Arrays as wide as the output that have no role yet. */
    List<Seen> wide() {
        return wide;
    }

    /** Those of them that may be targets. */
    List<Seen> allowed() {
        return allowed;
    }

    /** The network's input, where it has the output's shape. */
    List<Seen> own() {
        return batch.seen().stream()
                .filter(own -> own.ref().sameVariable(input) && own.rows().sameShape(output))
                .toList();
    }

    /** The allowed, the least strange first: output − target is the error, and output − error the target. */
    List<Seen> likeliestFirst() {
        return allowed.stream()
                .sorted(Comparator.comparingInt(this::strangeness))
                .toList();
    }

    /** How unlike targets it is. */
    private int strangeness(Seen candidate) {
        Matrix values = whole(candidate);
        if (values == null || !values.isFinite()) {
            return 4;
        }
        return TargetValues.areClasses(values)
                ? 0
                : values.isWhole() ? 1 : candidate.ref().variable().isConstant() ? 2 : 3;
    }

    /** The allowed that are no parameter, gradient or output. */
    List<Seen> withoutRole() {
        return allowed.stream()
                .filter(candidate -> !isGradient(candidate.ref().variable())
                        && !batch.book().movers().isMoved(candidate.ref().variable())
                        && !candidate.rows().sameValues(output))
                .toList();
    }

    /** By which a weight moves; a delta, by which none moves directly, only its name tells here. */
    private boolean isGradient(Variable variable) {
        return batch.book().movers().isGradient(variable) || Names.soundsLikeGradient(variable.name());
    }

    /** Columns of class numbers, of several samples one of another class than the rest or, as in sorted data, an integer type. */
    List<Seen> classNumbers() {
        return batch.seen().stream()
                .filter(candidate -> candidate.rows().columns() == 1
                        && !used.test(candidate.ref())
                        && batch.book().mayBeTarget(candidate.ref().variable()))
                .filter(candidate -> {
                    Matrix all = whole(candidate);
                    return all != null
                            && all.rows() == batch.samples()
                            && all.isWhole()
                            && all.minimum() >= 0
                            && (batch.samples() == 1
                                    ? staysWhole(candidate.ref())
                                    : all.maximum() > all.minimum()
                                            || candidate.ref().variable().isInteger());
                })
                .toList();
    }

    /** A bias of one unit is a class number, 0, until it is moved. */
    private boolean staysWhole(Ref ref) {
        return IntStream.range(0, batch.book().iterations())
                .mapToObj(ref::at)
                .filter(Objects::nonNull)
                .allMatch(Matrix::isWhole);
    }

    /** Class numbers, one per sample, of classes among the units. */
    List<Seen> labels() {
        if (output.columns() == 1) {
            return List.of();
        }
        return classNumbers().stream()
                .filter(candidate -> {
                    Matrix all = whole(candidate);
                    return all != null && all.maximum() < output.columns();
                })
                .toList();
    }

    /** All rows of it. */
    @Nullable
    Matrix whole(Seen candidate) {
        return candidate.ref().atOrBefore(batch.iteration());
    }
}
