package dev.descent.audit;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.check.Judge;
import dev.descent.audit.elementwise.Elementwise;
import dev.descent.audit.elementwise.Relations;
import dev.descent.audit.recover.Book;
import dev.descent.audit.recover.Effort;
import dev.descent.audit.recover.Explanation;
import dev.descent.audit.recover.LastUpdate;
import dev.descent.audit.recover.Layer;
import dev.descent.audit.recover.Mishaps;
import dev.descent.audit.recover.MissingBiases;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Recovery;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Update;
import dev.descent.report.Certainty;
import dev.descent.report.Fault;
import dev.descent.report.Finding;
import dev.descent.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The audit of a trace: which line of the program that left these arrays is wrong.
 *
 * <pre>{@code
 * Report report = Audit.of(TraceReader.read(Path.of("trace"))).report();
 * }</pre>
 */
public final class Audit {
    /** Fewer numbers are the product of others by chance. */
    private static final int FEW = 4;

    private final Report report;
    private final boolean understood;
    private final boolean fromTheInputs;

    private Audit(Report report, boolean understood) {
        this(report, understood, understood);
    }

    /** @param fromTheInputs whether the program was recovered from its first layer on */
    private Audit(Report report, boolean understood, boolean fromTheInputs) {
        this.report = report;
        this.understood = understood;
        this.fromTheInputs = fromTheInputs;
    }

    public static Audit of(Trace trace) {
        return of(trace, AuditOptions.NONE);
    }

    /** @throws dev.descent.data.DescentException if the options name a variable that the trace does not have */
    public static Audit of(Trace recorded, AuditOptions options) {
        Trace trace = SampleLists.joined(recorded);
        options.check(trace);
        Mishaps mishaps = new Mishaps();
        Audit audit = mishaps.orElse(
                "the audit", new Audit(notUnderstood(trace), false), () -> of(trace, options, new Effort(), mishaps));
        Report report = audit.report;
        List<String> unidentified = new ArrayList<>(report.unidentified());
        unidentified.addAll(mishaps.sentences());
        Report whole = new Report(report.subject(), report.findings(), report.verified(), report.notes(), unidentified);
        return new Audit(mishaps.sentences().isEmpty() ? report : whole, audit.understood);
    }

    private static Audit of(Trace trace, AuditOptions options, Effort effort, Mishaps mishaps) {
        Optional<Report> plain = mishaps.orElse(
                "looking for zeros and NaN",
                Optional.empty(),
                () -> ZeroStart.report(trace).or(() -> NonFinite.report(trace)));
        if (plain.isPresent()) {
            return new Audit(withCause(trace, plain.get(), options, effort, mishaps), true);
        }
        Audit program = ofProgram(trace, options, effort, mishaps);
        List<Finding> direct = mishaps.orElse(
                "relations of arrays", List.of(), () -> Relations.findings(trace, program.fromTheInputs));
        return direct.isEmpty() ? program : new Audit(after(direct, program.report), true);
    }

    /** What arrays show by themselves goes first; of the rest, whose program may be misread for it, only what is proved. */
    private static Report after(List<Finding> direct, Report rest) {
        List<Finding> findings = new ArrayList<>(direct);
        rest.findings().stream()
                .filter(finding -> finding.certainty() == Certainty.PROVED)
                .forEach(findings::add);
        return new Report(rest.subject(), findings, rest.verified(), rest.notes(), rest.unidentified());
    }

    private static Audit ofProgram(Trace trace, AuditOptions options, Effort effort, Mishaps mishaps) {
        Optional<ScalarNeurons.Joined> neurons =
                mishaps.orElse("joining neurons", Optional.empty(), () -> ScalarNeurons.of(trace));
        if (neurons.isPresent()) {
            Program joined = recovered(neurons.get().trace(), options, effort, mishaps);
            if (joined != null && isWhole(joined)) {
                return new Audit(judged(trace, joined, neurons.get().sharedBiases()), true);
            }
            effort.again();
        }
        Optional<Audit> single = mishaps.orElse(
                "weights that are single numbers",
                Optional.empty(),
                () -> ScalarWeightSearch.of(trace)
                        .flatMap(numbers -> ofNumbers(trace, numbers, options, effort, mishaps)));
        if (single.isPresent()) {
            return single.get();
        }
        Program program = recovered(trace, options, effort, mishaps);
        Trace lists = SampleLists.alsoShort(trace);
        if (!lists.equals(trace) && (program == null || !isWhole(program))) {
            effort.again();
            Program joined = recovered(lists, options, effort, mishaps);
            program = joined != null && isWhole(joined) ? joined : program;
        }
        if (program == null || !isWhole(program) || !Recovery.explainsNearlyAll(program)) {
            Optional<Audit> withBiases = ofMissingBiases(lists, options, effort, mishaps);
            if (withBiases.isPresent()) {
                return withBiases.get();
            }
        }
        if (program == null || !isWhole(program)) {
            for (Trace one : lists.equals(trace) ? List.of(trace) : List.of(trace, lists)) {
                Optional<Audit> ofLast = ofLastUpdates(one, options, effort, mishaps);
                if (ofLast.isPresent()) {
                    return ofLast.get();
                }
            }
        }
        Report report = program == null ? notUnderstood(trace) : judged(trace, program, Set.of());
        if (!report.isHealthy() || (program != null && isWhole(program))) {
            boolean fromTheInputs = program != null && !Recovery.beginsInside(program);
            return new Audit(report, program != null && program.forward().target() != null, fromTheInputs);
        }
        Trace finite = NonFinite.before(trace);
        if (finite.iterations().size() > 1
                && finite.iterations().size() < trace.iterations().size()) {
            // Among NaNs nothing can be told from another, but what led to them can.
            effort.again();
            Audit audit = of(finite, options, effort, mishaps);
            if (!audit.report().isHealthy() && audit.isUnderstood()) {
                return audit;
            }
        }
        Report elementwise =
                mishaps.orElse("the element-wise look", notUnderstood(trace), () -> Elementwise.report(trace));
        boolean says = !elementwise.isHealthy()
                || (Elementwise.fits(trace) && !elementwise.verified().isEmpty());
        return says ? new Audit(elementwise, true) : new Audit(report, false);
    }

    /** Of weights that are single numbers: all of them as one vector, else one by one. */
    private static Optional<Audit> ofNumbers(
            Trace trace, ScalarWeights numbers, AuditOptions options, Effort effort, Mishaps mishaps) {
        Program joined = recovered(numbers.joined(), options, effort, mishaps);
        if (joined != null && isWhole(joined)) {
            return Optional.of(new Audit(judged(trace, joined, Set.of()), true));
        }
        effort.again();
        List<Finding> findings = ScalarGradients.of(numbers);
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(new Audit(new Report(trace.name(), findings, List.of(), trace.notes(), List.of()), true));
    }

    /** Of a dump that leaves out biases; empty where none shows, or they do not make a program of nearly all of it. */
    private static Optional<Audit> ofMissingBiases(Trace trace, AuditOptions options, Effort effort, Mishaps mishaps) {
        Optional<Trace> whole = mishaps.orElse(
                "working out biases that are not there", Optional.empty(), () -> MissingBiases.of(trace, mishaps));
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        effort.again();
        Program program = ofMatrices(whole.get(), options, effort, mishaps);
        if (program == null
                || !(isWhole(program) || showsDeltas(program))
                || !Recovery.explainsNearlyAll(program)
                || !hasOtherBiases(program, trace)) {
            return Optional.empty();
        }
        return Optional.of(new Audit(judged(whole.get(), program, Set.of()), true, !Recovery.beginsInside(program)));
    }

    /** Whether a bias that the dump does not have is part of the program. */
    private static boolean hasOtherBiases(Program program, Trace trace) {
        return program.forward().layers().stream()
                .map(Layer::bias)
                .anyMatch(bias -> bias != null
                        && trace.iterations().stream().noneMatch(arrays -> arrays.containsKey(bias.name())));
    }

    /** Of a dump that was recorded once for several updates: what it shows of the last of them; empty where nothing can be worked back. */
    private static Optional<Audit> ofLastUpdates(Trace trace, AuditOptions options, Effort effort, Mishaps mishaps) {
        Optional<Trace> expanded =
                mishaps.orElse("working back the last updates", Optional.empty(), () -> LastUpdate.of(trace, mishaps));
        if (expanded.isEmpty()) {
            return Optional.empty();
        }
        effort.again();
        Program program = ofMatrices(expanded.get(), options, effort, mishaps);
        Set<String> worked = LastUpdate.parameters(expanded.get());
        if (program == null || !isOf(program, worked) || !(isWhole(program) || showsDeltas(program))) {
            return Optional.empty();
        }
        Report report = judged(trace, program, Set.of());
        List<String> notes = new ArrayList<>(report.notes());
        notes.add(
                "the dump has one record for several updates: what %s were before the last of them was worked back from the activations"
                        .formatted(String.join(", ", worked)));
        return Optional.of(new Audit(
                new Report(report.subject(), report.findings(), report.verified(), notes, report.unidentified()),
                true,
                !Recovery.beginsInside(program)));
    }

    /** An overflow after some good iterations may be where steps too large end: what those show goes first. */
    private static Report withCause(Trace trace, Report end, AuditOptions options, Effort effort, Mishaps mishaps) {
        boolean overflow = end.findings().stream().anyMatch(finding -> finding.fault() == Fault.NUMERICALLY_UNSTABLE);
        Trace before = overflow ? NonFinite.before(trace) : trace;
        if (!overflow || before.iterations().size() < 2) {
            return end;
        }
        List<Finding> all =
                new ArrayList<>(of(before, options, effort, mishaps).report().findings());
        all.addAll(end.findings());
        return new Report(trace.name(), all, end.verified(), end.notes(), end.unidentified());
    }

    /** The first whole program, else the first that is one at all; null for none. */
    private static @Nullable Program recovered(Trace trace, AuditOptions options, Effort effort, Mishaps mishaps) {
        if (options.data() != null || !Elementwise.fits(trace)) {
            return ofMatrices(trace, options, effort, mishaps);
        }
        // Of vectors alone much is a product by chance; a network of one input and one output is all vectors too.
        Program program = trace.iterations().size() < FEW ? null : ofMatrices(trace, options, effort, mishaps);
        return program != null && isWhole(program) && Recovery.explainsNearlyAll(program) ? program : null;
    }

    private static @Nullable Program ofMatrices(Trace trace, AuditOptions options, Effort effort, Mishaps mishaps) {
        Program partly = null;
        for (Trace complete : options.complete(trace)) {
            Program program = Recovery.of(new Book(complete, options.inputs(), options.targets(), effort, mishaps));
            if (program == null || !learns(program) || !Recovery.isGrounded(program)) {
                continue;
            }
            if (isWhole(program) && options.isInput(program.forward().input().name())) {
                return program;
            }
            partly = partly == null ? program : partly;
        }
        return partly;
    }

    /** @param sharedBiases of several neurons, to which each adds its delta: no sum over the wrong axis */
    private static Report judged(Trace trace, Program program, Set<String> sharedBiases) {
        Judge judge = new Judge(program);
        List<Finding> findings = judge.findings().stream()
                .filter(finding -> finding.fault() != Fault.GRADIENT_WRONG_AXIS
                        || !sharedBiases.containsAll(List.of(finding.place().split(", ", -1))))
                .toList();
        List<String> notes = new ArrayList<>(judge.notes(findings));
        notes.addAll(trace.notes());
        return new Report(trace.name(), findings, judge.verified(findings), notes, judge.unidentified(findings));
    }

    /** Whether a gradient, an update or nearly everything was recognised; products alone hold among small numbers by chance. */
    private static boolean learns(Program program) {
        return program.updates().values().stream().anyMatch(Update::moves)
                || Recovery.explainsNearlyAll(program)
                || program.parameters().stream().map(Symbol::gradient).anyMatch(gradient -> shows(program, gradient));
    }

    private static boolean shows(Program program, Symbol gradient) {
        Ref role = program.role(gradient);
        Matrix value = role == null ? null : role.at(0);
        return value != null && value.size() >= FEW;
    }

    /** Whether the program was recovered from its inputs to at least one of its updates; without, no verdict is one. */
    private static boolean isWhole(Program program) {
        boolean moves = program.updates().values().stream().anyMatch(Update::moves);
        boolean isKnown = program.updates().values().stream().noneMatch(Update.Unknown.class::isInstance);
        return program.forward().target() != null && (moves || isKnown);
    }

    /** Whether at least half of a program's weights are among those that were worked back: else it is another one. */
    private static boolean isOf(Program program, Set<String> worked) {
        List<String> weights = program.parameters().stream()
                .filter(parameter -> parameter.role() == Symbol.Role.WEIGHT)
                .map(parameter -> program.parameter(parameter).name())
                .toList();
        return 2 * weights.stream().filter(worked::contains).count() >= weights.size();
    }

    /** Whether the dump shows how every delta is made; what moved the weights may have been kept from updates that it leaves out. */
    private static boolean showsDeltas(Program program) {
        List<Explanation> deltas = IntStream.rangeClosed(1, program.depth())
                .mapToObj(Symbol::delta)
                .map(delta -> program.explanations().get(delta))
                .filter(delta -> delta != null && !delta.isUnknown() && delta.elements() > 0)
                .toList();
        // What agrees with wrong formulas alone may be anything.
        return program.forward().target() != null
                && deltas.size() == program.depth()
                && deltas.stream().anyMatch(delta -> delta.fault() == null);
    }

    private static Report notUnderstood(Trace trace) {
        return new Report(trace.name(), List.of(), List.of(), trace.notes(), List.of(Lacking.sentence(trace)));
    }

    public Report report() {
        return report;
    }

    /** Whether the program was recovered far enough for a verdict. */
    public boolean isUnderstood() {
        return understood;
    }
}
