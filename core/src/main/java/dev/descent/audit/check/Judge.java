package dev.descent.audit.check;

import dev.descent.audit.recover.Program;
import dev.descent.report.Finding;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks over a program and proves what they suspect. */
public final class Judge {
    private static final List<RunCheck> OF_RUNS =
            List.of(new Direction(), new DeadUnits(), new Saturation(), new WeakStart(), new StepSize());

    private final Examination examination;

    public Judge(Program program) {
        this.examination = new Examination(program);
    }

    /** What is wrong, the first thing to mend first. */
    public List<Finding> findings() {
        List<Suspicion> found = new ArrayList<>();
        for (Check check : Checks.OF_LINES) {
            found.addAll(check.examine(examination));
        }
        Setup asItIs = examination.asItIs();
        if (asItIs != null) {
            Setup mended = mended(asItIs, found);
            if (mended.recipe().isWhole()) {
                for (RunCheck check : OF_RUNS) {
                    List<Suspicion> more = check.examine(examination, mended);
                    mended = mended(mended, more);
                    found.addAll(more);
                }
            }
        }
        if (found.isEmpty()) {
            Checks.LAST.forEach(check -> found.addAll(check.examine(examination)));
        }
        Prover prover = new Prover(examination);
        return found.stream().map(prover::prove).toList();
    }

    static Setup mended(Setup setup, List<Suspicion> suspicions) {
        Setup mended = setup;
        for (Suspicion suspicion : suspicions) {
            mended = suspicion.mend().apply(mended);
        }
        return mended;
    }

    /** Whether the program could be run again. */
    public boolean isWhole() {
        Setup setup = examination.asItIs();
        return setup != null && setup.recipe().isWhole();
    }

    /** What was checked and is right. */
    public List<dev.descent.report.Check> verified() {
        List<dev.descent.report.Check> checks = new ArrayList<>(new Verified(examination).checks());
        new Replayed(examination).check().ifPresent(checks::add);
        return checks;
    }

    /** What could not be understood. */
    public List<String> unidentified() {
        return new Verified(examination).unidentified();
    }

    /** What looks alarming and is not a fault. */
    public List<String> notes(List<Finding> findings) {
        return new Notes(examination).sentences(findings);
    }
}
