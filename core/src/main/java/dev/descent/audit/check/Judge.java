package dev.descent.audit.check;

import dev.descent.audit.recover.Mishaps;
import dev.descent.audit.recover.Program;
import dev.descent.audit.replay.Replay;
import dev.descent.report.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs all checks over a program and proves what they suspect. */
public final class Judge {
    private static final List<RunCheck> OF_RUNS = List.of(
            new Direction(), new DeadUnits(), new Saturation(), new DeepSigmoids(), new WeakStart(), new StepSize());

    /** What is left of the loss where something found by a run matters beside a wrong line. */
    private static final double HELPS = 0.9;

    private static final double MORE_ACCURATE = 0.05;

    private final Examination examination;
    private final Mishaps mishaps;

    public Judge(Program program) {
        this.examination = new Examination(program);
        this.mishaps = program.book().mishaps();
    }

    /** What a check suspects; nothing where it fails, which the report tells. */
    private List<Suspicion> guarded(Object check, Supplier<List<Suspicion>> attempt) {
        return mishaps.orElse("the check " + check.getClass().getSimpleName(), List.of(), attempt);
    }

    /** What is wrong, the first thing to mend first. */
    public List<Finding> findings() {
        List<Suspicion> found = new ArrayList<>();
        for (Check check : Checks.OF_LINES) {
            found.addAll(guarded(check, () -> check.examine(examination)));
        }
        Setup asItIs = examination.asItIs();
        if (asItIs != null) {
            Setup mended = mended(asItIs, found);
            if (mended.recipe().isWhole()) {
                for (RunCheck check : OF_RUNS) {
                    if (check.isForTheRest() && !found.isEmpty()) {
                        continue;
                    }
                    Setup before = mended;
                    List<Suspicion> more = guarded(check, () -> check.examine(examination, before));
                    more = found.isEmpty()
                            ? more
                            : more.stream().filter(one -> matters(before, one)).toList();
                    mended = mended(mended, more);
                    found.addAll(more);
                }
            }
        }
        if (found.isEmpty()) {
            Checks.LAST.forEach(check -> found.addAll(guarded(check, () -> check.examine(examination))));
        }
        Prover prover = new Prover(examination);
        return found.stream()
                .map(suspicion ->
                        mishaps.orElse("the proof", prover.unproved(suspicion), () -> prover.prove(suspicion)))
                .toList();
    }

    /** Whether mending it too helps much once what was found before is mended. */
    private boolean matters(Setup before, Suspicion suspicion) {
        Setup few = examination.few(before);
        Replay.Run asItIs = few.train(Budget.steps(few));
        Replay.Run mended = suspicion.mend().apply(few).train(Budget.steps(few));
        boolean isMoreAccurate =
                few.isClassification() && mended.lastAccuracy() > asItIs.lastAccuracy() + MORE_ACCURATE;
        return isMoreAccurate || (Double.isFinite(mended.settled()) && !(mended.settled() >= HELPS * asItIs.settled()));
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
    public List<dev.descent.report.Check> verified(List<Finding> findings) {
        List<dev.descent.report.Check> checks = new ArrayList<>(
                mishaps.orElse("what was verified", List.of(), () -> new Verified(examination).checks(findings)));
        mishaps.orElse(
                        "the replay",
                        Optional.<dev.descent.report.Check>empty(),
                        () -> new Replayed(examination).check())
                .ifPresent(checks::add);
        return checks;
    }

    /** What could not be understood. */
    public List<String> unidentified(List<Finding> findings) {
        return mishaps.orElse("what is not known", List.of(), () -> new Verified(examination).unidentified(findings));
    }

    /** What looks alarming and is not a fault. */
    public List<String> notes(List<Finding> findings) {
        return mishaps.orElse("the notes", List.of(), () -> new Notes(examination).sentences(findings));
    }
}
