package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.report.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All relations that show a fault by themselves. */
public final class Relations {
    private static final List<Relation> ALWAYS =
            List.of(new DeadRelu(), new HingeTargets(), new OverwrittenOutput(), new SamePrevious());

    /** What a program that is recovered shows better: sums that hold a bias move like it too. */
    private static final List<Relation> WITHOUT_PROGRAM = List.of(new GrownBias(), new SymmetricUnits());

    private Relations() {}

    /** @param isUnderstood whether the program behind the arrays is recovered */
    public static List<Finding> findings(Trace trace, boolean isUnderstood) {
        if (trace.iterations().size() < 2) {
            return List.of();
        }
        return Stream.concat(ALWAYS.stream(), isUnderstood ? Stream.of() : WITHOUT_PROGRAM.stream())
                .map(relation -> relation.find(trace))
                .flatMap(Optional::stream)
                .toList();
    }
}
