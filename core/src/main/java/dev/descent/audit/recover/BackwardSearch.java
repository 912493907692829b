package dev.descent.audit.recover;

import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.report.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recovers the backward pass, last layer first: which array is the delta that the gradients are really made of, and which
 * formula made it from the arrays before it. An array that is not in the dump is taken to be exact as long as what follows
 * from it agrees.
 */
public final class BackwardSearch {
    private static final long FEWEST_SLIPS = 60;
    private static final long NUMBERS = 50_000_000;
    private static final long NUMBERS_OF_UNLIKELY = 5_000_000;

    private final Program program;
    private final Set<Variable> taken;
    private final long numbers;
    private Explainer explainer;

    /** @param likely whether the forward pass shows clearly: of an unlikely one fewer slips are tried */
    public BackwardSearch(Program program, boolean likely) {
        this.program = program;
        this.numbers = likely ? NUMBERS : NUMBERS_OF_UNLIKELY;
        this.taken = new HashSet<>(program.forward().variables());
        this.explainer = new Explainer(program);
    }

    /** Finds deltas and gradients of all layers. */
    public void run() {
        if (program.forward().target() == null) {
            return;
        }
        for (int layer = program.depth(); layer >= 1; layer--) {
            explainer = new Explainer(program);
            layer(layer);
        }
    }

    /**
     * Whether a gradient of the last layer, or the change of its weight or bias, is made of a delta of the outputs.
     *
     * @param exact whether only right formulas count, or the usual slips too
     */
    boolean showsOutput(boolean exact) {
        int last = program.depth();
        List<Delta> deltas = new DeltaCandidates(program)
                .of(last).stream()
                        .filter(candidate -> candidate.isExact() || !exact)
                        .map(candidate -> new Delta(null, unseen(candidate)))
                        .toList();
        GradientSearch gradients = new GradientSearch(program, last, taken);
        return gradients.used(deltas) != null || (exact && gradients.usedByBias(deltas) != null);
    }

    private void layer(int layer) {
        if (program.forward().layer(layer).drops()) {
            Dropout.findMask(program, layer);
            Ref mask = program.role(Symbol.mask(layer));
            if (mask != null) {
                taken.add(mask.variable());
            }
            explainer = new Explainer(program);
        }
        List<Ref> arrays = sampleArrays(layer);
        List<Ref> sentBack = layer < program.depth() ? sentBack(layer, arrays) : List.of();
        if (!sentBack.isEmpty()) {
            program.role(Symbol.back(layer), sentBack.getFirst());
            explainer = new Explainer(program);
        }
        Map<Ref, Explanation> explained = new LinkedHashMap<>();
        List<Candidate> candidates = new DeltaCandidates(program).of(layer);
        for (Ref array : arrays) {
            Explanation explanation = explainer.explain(array, candidates);
            if (explanation != null) {
                explained.put(array, explanation);
            }
        }
        GradientSearch gradients = new GradientSearch(program, layer, taken);
        List<Delta> deltas = deltas(layer, arrays, explained, sentBack, candidates);
        List<Delta> exact = deltas.stream().filter(Delta::isExact).toList();
        Delta used = gradients.used(exact);
        if (used == null && explained.isEmpty() && program.samples(0) > 1 && gradients.hasTellingBias()) {
            // A weight's gradient may hold a decay besides: then that of the bias says which delta it is.
            Delta ofBias = gradients.usedByBias(exact);
            Delta ofWeight = ofBias == null ? null : gradients.builtWrongly(exact);
            used = ofWeight == null ? ofBias : ofWeight;
        }
        if (used == null) {
            used = gradients.usedWithPenalty(exact);
        }
        if (used == null) {
            used = gradients.used(deltas);
        }
        if (used == null) {
            used = gradients.usedWithPenalty(deltas);
        }
        if (used == null) {
            used = gradients.builtWrongly(deltas);
        }
        if (used == null) {
            used = gradients.usedByBias(deltas);
        }
        if (used == null) {
            used = gradients.usedByRule(deltas);
        }
        if (used == null) {
            used = likely(deltas);
        }
        if (used.array() != null
                && used.explanation().isUnknown()
                && layer < program.depth()
                && new SentThrough(program, layer).holds(used.array())) {
            used = new Delta(used.array(), used.explanation().sentThroughOther(layer + 1));
        }
        settle(layer, used);
        gradients.settle();
        if (layer > 1) {
            new UpdateSearch(program).start(layer);
        }
    }

    /** Arrays with a row per sample and a column per unit that have no role in the forward pass. */
    private List<Ref> sampleArrays(int layer) {
        int units = program.forward().layer(layer).weight().part().columns(columns(layer));
        int pivot = pivot();
        int samples = program.samples(pivot);
        List<Ref> arrays =
                new ArrayList<>(program.book().shaped(pivot, samples, units, variable -> !taken.contains(variable)));
        for (Ref wider : program.book().shaped(pivot, samples, units + 1, variable -> !taken.contains(variable))) {
            arrays.add(wider.part(Part.WITHOUT_LAST_COLUMN));
            arrays.add(wider.part(Part.WITHOUT_FIRST_COLUMN));
        }
        Ref output = program.role(Symbol.activation(program.depth()));
        if (layer == program.depth() && output != null) {
            // A second name of the outputs is no delta, though a delta without the target would be the same; nor is one
            // of
            // the targets that was there before the outputs.
            Target found = program.forward().target();
            Ref target = found == null ? null : found.source();
            arrays.removeIf(array -> array.isSame(output, program.iterations())
                    || (target != null
                            && array.variable().order() < output.variable().order()
                            && array.isSame(target, program.iterations())));
        }
        return samples == 1 ? withoutBiasGradients(arrays, layer) : arrays;
    }

    /** Of one sample the bias's gradient is the delta once more: of arrays alike those made after the weight's gradient are left out. */
    private List<Ref> withoutBiasGradients(List<Ref> arrays, int layer) {
        Matrix weight = program.before(Symbol.weight(layer), pivot());
        if (weight == null) {
            return arrays;
        }
        int after =
                program
                        .book()
                        .shaped(pivot(), weight.rows(), weight.columns(), variable -> !taken.contains(variable))
                        .stream()
                        .mapToInt(gradient -> gradient.variable().order())
                        .min()
                        .orElse(Integer.MAX_VALUE);
        return arrays.stream()
                .filter(array -> array.variable().order() < after
                        || arrays.stream()
                                .noneMatch(other ->
                                        other.variable().order() < after && array.isSame(other, program.iterations())))
                .toList();
    }

    private int columns(int layer) {
        Matrix weight = program.before(Symbol.weight(layer), pivot());
        return weight == null ? -1 : weight.columns();
    }

    private int pivot() {
        return program.iterations() > 1 ? 1 : 0;
    }

    /** Arrays that are the error sent back, before any derivative. */
    private List<Ref> sentBack(int layer, List<Ref> arrays) {
        List<Candidate> candidates = new DeltaCandidates(program).sentBack(layer);
        List<Delta> found = new ArrayList<>();
        for (Ref array : arrays) {
            Explanation explanation = explainer.explain(array, candidates);
            if (explanation != null) {
                found.add(new Delta(array, explanation));
            }
        }
        // Several may show the same product: the one with an exact formula first, then in the order of the dump.
        found.sort(Comparator.comparing((Delta sent) -> !sent.isExact())
                .thenComparing(sent -> Math.abs(Math.abs(sent.explanation().scale()) - 1) > 1e-6)
                .thenComparingInt(sent ->
                        sent.array() == null ? 0 : sent.array().variable().order()));
        if (!found.isEmpty()) {
            program.explain(Symbol.back(layer), found.getFirst().explanation());
        }
        List<Ref> refs = new ArrayList<>();
        for (Delta sent : found) {
            if (sent.array() != null) {
                refs.add(sent.array());
            }
        }
        return refs;
    }

    /** A candidate for the delta that the gradients use: one of the user's arrays, or a formula nothing shows. */
    record Delta(@Nullable Ref array, Explanation explanation) {
        boolean isExact() {
            return explanation.fault() == null;
        }
    }

    private List<Delta> deltas(
            int layer,
            List<Ref> arrays,
            Map<Ref, Explanation> explained,
            List<Ref> sentBack,
            List<Candidate> candidates) {
        List<Delta> deltas = new ArrayList<>();
        explained.forEach((array, explanation) -> {
            if (explanation.fault() == null) {
                deltas.add(new Delta(array, explanation));
            }
        });
        // With constant activations a delta is also a multiple of its error: the one with factor 1 is meant.
        deltas.sort(Comparator.comparing(
                delta -> Math.abs(Math.abs(delta.explanation().scale()) - 1) > 1e-6));
        candidates.stream()
                .filter(Candidate::isExact)
                .limit(4)
                .forEach(candidate -> deltas.add(new Delta(null, unseen(candidate))));
        explained.forEach((array, explanation) -> {
            if (explanation.fault() != null && !sentBack.contains(array)) {
                deltas.add(new Delta(array, explanation));
            }
        });
        // The last of several arrays with the same numbers is the delta, the first the error that was sent back.
        List<Ref> lastFirst = new ArrayList<>(sentBack.reversed());
        lastFirst.sort(Comparator.comparing(this::isOneOfThoseSentBack));
        for (Ref array : lastFirst) {
            Explanation explanation = explained.get(array);
            if (explanation != null && explanation.fault() != null) {
                deltas.add(new Delta(array, explanation));
            }
        }
        for (Ref array : arrays) {
            if (!explained.containsKey(array) && !isData(array)) {
                deltas.add(new Delta(array, unknown(layer)));
            }
        }
        if (explained.isEmpty()) {
            candidates.stream()
                    .filter(candidate -> !candidate.isExact())
                    .limit(affordable(layer))
                    .forEach(candidate -> deltas.add(new Delta(null, unseen(candidate))));
        }
        return deltas;
    }

    /** Whether it stays the same while the network learns and was there before its outputs: a delta by what it is made of only. */
    private boolean isData(Ref array) {
        Ref output = program.role(Symbol.activation(program.depth()));
        return array.variable().isConstant()
                && !array.variable().isScalar()
                && program.iterations() > 1
                && output != null
                && array.variable().order() < output.variable().order();
    }

    /** How many slips are tried where no array shows one, the simplest first: the more, the fewer numbers a delta has. */
    private long affordable(int layer) {
        long each = (long) program.samples(pivot()) * Math.max(1, columns(layer));
        return Math.max(FEWEST_SLIPS, numbers / each);
    }

    static Explanation unseen(Candidate candidate) {
        return new Explanation(candidate.formula(), 1, candidate.fault(), candidate.says(), 0, 0);
    }

    private static Explanation unknown(int layer) {
        return new Explanation(new Of(Symbol.delta(layer)), 1, Fault.GRADIENT_WRONG, Explanation.NOT_RECOGNISED, 0, 0);
    }

    /** Without any gradient to tell: an exact delta that the dump shows, else one that is all but exact. */
    private static Delta likely(List<Delta> deltas) {
        // An error times a derivative is there to be used, where the error alone would be a delta too.
        Optional<Delta> shown = deltas.stream()
                .filter(delta -> delta.isExact() && delta.array() != null)
                .max(Comparator.comparingInt(
                        delta -> delta.explanation().formula().weight()));
        if (shown.isPresent()) {
            return shown.get();
        }
        for (Delta delta : deltas) {
            boolean derived = delta.explanation().fault() != Fault.DERIVATIVE_MISSING;
            if (delta.array() != null && delta.explanation().elements() > 0 && derived) {
                return delta;
            }
        }
        return deltas.stream().filter(Delta::isExact).findFirst().orElse(deltas.getFirst());
    }

    private void settle(int layer, Delta used) {
        Symbol delta = Symbol.delta(layer);
        Symbol back = Symbol.back(layer);
        Ref sent = program.role(back);
        boolean shown = used.array() != null
                && !(sent != null && sent.sameVariable(used.array()) && isOneOfThoseSentBack(used.array()));
        Ref array = shown ? used.array() : null;
        if (array != null) {
            taken.add(array.variable());
            program.role(delta, array);
        }
        program.explain(delta, used.explanation());
        if (sent != null && array != null && sent.sameVariable(array)) {
            // The array that is sent back is used as delta itself: it is the delta, and nothing shows the error.
            program.dropRole(back);
            sent = null;
        }
        if (sent != null) {
            taken.add(sent.variable());
        }
    }

    /**
     * Whether an array of its name, numbers in it aside, has a column for each input of the network: that can only be an error sent
     * back, and so are those named like it.
     */
    private boolean isOneOfThoseSentBack(Ref array) {
        int inputs = inputs();
        Matrix value = array.at(pivot());
        return inputs > 0
                && value != null
                && value.columns() != inputs
                && program.book().shaped(pivot(), value.rows(), inputs, variable -> true).stream()
                        .anyMatch(other -> Names.areAlike(other.name(), array.name())
                                && !other.sameVariable(program.forward().input()));
    }

    private int inputs() {
        Matrix weight = program.before(Symbol.weight(1), pivot());
        return weight == null ? -1 : weight.rows();
    }
}
