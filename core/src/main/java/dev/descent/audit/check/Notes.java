package dev.descent.audit.check;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import java.util.ArrayList;
import java.util.List;

/** What looks alarming and is not a fault. */
final class Notes {
    private final Examination examination;

    Notes(Examination examination) {
        this.examination = examination;
    }

    List<String> sentences(List<Finding> findings) {
        List<String> notes = new ArrayList<>();
        blackInputs(notes);
        direction(findings, notes);
        return notes;
    }

    /** Rows of the first weight's gradient that are zero because their input always is. */
    private void blackInputs(List<String> notes) {
        Program program = examination.program();
        Ref gradient = program.role(Symbol.gradient(1));
        Matrix input = examination.first(Symbol.activation(0));
        if (gradient == null || input == null || !input.isFinite()) {
            return;
        }
        int constant = 0;
        for (int column = 0; column < input.columns(); column++) {
            constant += input.columns(column, column + 1).isZero() ? 1 : 0;
        }
        if (constant > 0) {
            notes.add(
                    "%d of the %d rows of %s are zero, and rightly so: these inputs are 0 in every sample (black pixels), so their weights cannot matter"
                            .formatted(constant, input.columns(), gradient.name()));
        }
    }

    /** The advice most often given for a network that does not learn. */
    private void direction(List<Finding> findings, List<String> notes) {
        boolean ascends = findings.stream().anyMatch(finding -> finding.fault() == Fault.STEP_ASCENDS);
        Program program = examination.program();
        boolean adds = program.forward().target() != null
                && program.forward().target().errorSign() < 0
                && program.updates().values().stream().anyMatch(update -> update.factor() > 0);
        if (!ascends && adds) {
            notes.add(
                    "adding to the weights is right here: the error is target minus output, so the arrays already point downhill; subtracting would climb");
        }
    }
}
