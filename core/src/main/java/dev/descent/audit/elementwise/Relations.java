package dev.descent.audit.elementwise;

import dev.descent.audit.Trace;
import dev.descent.report.Finding;
import java.util.List;
import java.util.Optional;

/** All relations that show a fault by themselves. */
public final class Relations {
    private static final List<Relation> ALL = List.of(new HingeTargets(), new OverwrittenOutput(), new GrownBias());

    private Relations() {}

    public static List<Finding> findings(Trace trace) {
        return trace.iterations().size() < 2
                ? List.of()
                : ALL.stream()
                        .map(relation -> relation.find(trace))
                        .flatMap(Optional::stream)
                        .toList();
    }
}
