package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Recovery;
import dev.descent.audit.recover.Ref;
import dev.descent.report.Certainty;
import dev.descent.report.Evidence;
import dev.descent.report.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Real targets that slipped by some rows: then, and only then, a linear function of the inputs explains much of them. */
final class SlippedTargets implements Check {
    /** The same of one of some slips, where numbers are moved. */
    private static final double CERTAIN = 15;

    /** Correlation of a feature that is the target of another row. */
    private static final double SERIES = 0.99;

    @Override
    public List<Suspicion> examine(Examination examination) {
        Setup setup = examination.asItIs();
        if (setup == null
                || setup.isClassification()
                || setup.batches().size() > 1
                || Recovery.beginsInside(examination.program())) {
            return List.of();
        }
        Matrix inputs = setup.inputs();
        Matrix targets = setup.targets();
        boolean looks = inputs.rows() >= TargetsMisaligned.FEWEST
                && inputs.isFinite()
                && targets.isFinite()
                && Association.linear(inputs, targets) < TargetsMisaligned.RELATED;
        for (int slip : looks ? TargetsMisaligned.SLIPS : new int[0]) {
            Matrix moved = rolled(targets, slip);
            double linear = Association.linear(inputs, moved);
            if (linear > CERTAIN && Double.isFinite(linear) && !stands(moved, inputs)) {
                return List.of(suspicion(examination.program(), slip, linear));
            }
        }
        return List.of();
    }

    /** Each row by so many further down, the last ones first. */
    private static Matrix rolled(Matrix targets, int slip) {
        int rows = targets.rows();
        return targets.rows(IntStream.range(0, rows)
                .map(row -> Math.floorMod(row - slip, rows))
                .toArray());
    }

    /** Whether the inputs hold these numbers, as windows of a series hold the numbers before the target. */
    private static boolean stands(Matrix moved, Matrix inputs) {
        return Arrays.stream(Association.correlations(inputs, moved)).anyMatch(one -> Math.abs(one) > SERIES);
    }

    private static Suspicion suspicion(Program program, int slip, double linear) {
        Ref source = program.forward().target() == null
                ? null
                : program.forward().target().source();
        String name = source == null ? "targets" : source.name();
        String input = program.forward().input().name();
        return new Suspicion(
                Fault.TARGETS_MISALIGNED,
                Certainty.LIKELY,
                List.of(name, input),
                "%s does not belong to %s: as they stand a linear function of the inputs explains no more of it than chance; moved by %d rows it does"
                        .formatted(name, input, slip),
                List.of(Evidence.against(
                        "deviations above chance of what a linear function explains, moved",
                        linear,
                        TargetsMisaligned.RELATED,
                        "R² of noise")),
                "%s = np.roll(%s, %d, axis=0)".formatted(name, name, slip),
                null,
                setup -> setup.batches().size() == 1 ? setup.withTargets(values -> rolled(values, slip)) : setup);
    }
}
