package dev.descent.audit;

import dev.descent.audit.check.Judge;
import dev.descent.audit.recover.Book;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Recovery;
import dev.descent.audit.sample.OneSample;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audit of a trace: which line of the program that left these arrays is wrong.
 *
 * <pre>{@code
 * Report report = Audit.of(TraceReader.read(Path.of("trace"))).report();
 * }</pre>
 */
public final class Audit {
    private final @Nullable Program program;
    private final Report report;

    private Audit(@Nullable Program program, Report report) {
        this.program = program;
        this.report = report;
    }

    public static Audit of(Trace trace) {
        return of(trace, AuditOptions.NONE);
    }

    public static Audit of(Trace trace, AuditOptions options) {
        if (OneSample.fits(trace)) {
            return new Audit(null, OneSample.report(trace));
        }
        Program program = Recovery.of(new Book(options.complete(trace)));
        if (program == null) {
            return new Audit(null, notUnderstood(trace));
        }
        Judge judge = new Judge(program);
        List<Finding> findings = judge.findings();
        return new Audit(
                program,
                new Report(trace.name(), findings, judge.verified(), judge.notes(findings), judge.unidentified()));
    }

    private static Report notUnderstood(Trace trace) {
        return new Report(
                trace.name(),
                List.of(),
                List.of(),
                trace.notes(),
                List.of(
                        "no forward pass was found in the arrays: the dump needs the inputs, every weight and bias, and the output,"
                                + " of at least two iterations"));
    }

    public Report report() {
        return report;
    }

    /** Whether the program was recovered at least up to what its output is compared with; without it, no verdict is one. */
    public boolean isUnderstood() {
        return program != null
                ? program.forward().target() != null
                : !report.findings().isEmpty() || !report.verified().isEmpty();
    }
}
