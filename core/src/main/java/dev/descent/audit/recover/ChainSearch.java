package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.recover.LinkSearch.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Searches one iteration, depth first, for chains of layers, on some of the rows. */
final class ChainSearch {
    /** Rows that are looked at: a relation that holds to rounding on these holds. */
    static final int SAMPLED = 12;

    private static final int FEW = 8;
    /** As much as an activation that shows whole, with its bias. */
    private static final double DROPPED = 1.5;

    /** As much as sums that show whole. */
    private static final double SHIFTED = 1.2;

    /** More than the exponentials by themselves are worth as outputs. */
    private static final double EXPONENTIALS = 1;

    private static final int DEEPEST = 10;
    private static final int MOST_STEPS = 500;

    private final Book book;
    private final int iteration;
    private final boolean workBack;
    private final List<ForwardSearch.Found> found = new ArrayList<>();
    private int steps;

    private int samples;
    private List<Seen> seen = List.of();
    private List<Seen> shown = List.of();
    private List<Seen> droppable = List.of();
    private List<Weights> weights = List.of();
    private LinkSearch links;

    /**
     * @param workBack take weights as dumped after the update, and work out the values before
     */
    ChainSearch(Book book, int iteration, boolean workBack) {
        this.book = book;
        this.iteration = iteration;
        this.workBack = workBack;
        this.links = new LinkSearch(book, iteration, shown);
    }

    /** An array with one row per sample, and its sampled rows. */
    record Seen(Ref ref, Matrix rows) {}

    /** An array that may be a weight, inputs x units; with the gradient that moved it when values are worked back. */
    private record Weights(
            Ref ref,
            Matrix value,
            @Nullable Ref mover,
            @Nullable Matrix moved) {}

    record Chain(
            Ref input, List<Layer> layers, Matrix output, double score, Map<Variable, Matrix> start, boolean clear) {
        boolean uses(Ref ref) {
            if (input.sameVariable(ref)) {
                return true;
            }
            for (Layer layer : layers) {
                if (layer.uses(ref)) {
                    return true;
                }
            }
            return false;
        }

        Chain with(Layer layer, Matrix rows, double more, Map<Variable, Matrix> starts) {
            List<Layer> longer = new ArrayList<>(layers);
            longer.add(layer);
            Map<Variable, Matrix> all = new HashMap<>(start);
            all.putAll(starts);
            return new Chain(input, List.copyOf(longer), rows, score + more, all, clear && more >= 1);
        }
    }

    boolean worksBack() {
        return workBack;
    }

    /** @param enough asked after each array taken as input, with what was found from it; true ends the search */
    List<ForwardSearch.Found> run(Predicate<List<ForwardSearch.Found>> enough) {
        for (int length : book.lengths(iteration)) {
            samples = length;
            steps = 0;
            seen = seen(book, iteration, samples);
            shown = withoutOnes();
            droppable = seen.stream()
                    .filter(candidate -> Dropout.mayBe(candidate.rows()))
                    .toList();
            links = new LinkSearch(book, iteration, shown);
            weights = workBack ? movedWeights() : weights();
            for (Seen source : seen) {
                if (!book.mayBeInput(source.ref().variable())
                        || source.ref().variable().staysZero()) {
                    continue;
                }
                int before = found.size();
                extend(new Chain(source.ref(), List.of(), source.rows(), 0, ForwardSearch.noStart(), true));
                if (found.size() > before && enough.test(List.copyOf(found.subList(before, found.size())))) {
                    return found;
                }
            }
        }
        return found;
    }

    /** The arrays with one row per sample. */
    static List<Seen> seen(Book book, int iteration, int samples) {
        List<Seen> all = new ArrayList<>();
        for (Ref ref : book.shaped(iteration, samples, -1, variable -> !book.isSetting(variable))) {
            Matrix matrix = ref.atOrBefore(iteration);
            if (matrix != null && matrix.isFinite()) {
                all.add(new Seen(ref, matrix.rows(ForwardCheck.spread(samples))));
            }
        }
        return all;
    }

    /** The arrays, and those that hold a column of ones for the bias of the next layer without it. */
    private List<Seen> withoutOnes() {
        List<Seen> all = new ArrayList<>(seen);
        for (Seen array : seen) {
            for (Part part : List.of(Part.WITHOUT_LAST_COLUMN, Part.WITHOUT_FIRST_COLUMN)) {
                int columns = array.rows().columns();
                int at = part == Part.WITHOUT_LAST_COLUMN ? columns - 1 : 0;
                if (columns > 1 && !array.ref().variable().isConstant() && areOnes(array.rows(), at)) {
                    all.add(new Seen(array.ref().part(part), part.of(array.rows())));
                }
            }
        }
        return all;
    }

    private static boolean areOnes(Matrix rows, int column) {
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.get(row, column) != 1) {
                return false;
            }
        }
        return true;
    }

    private List<Weights> weights() {
        List<Weights> all = new ArrayList<>();
        for (Ref ref : book.shaped(
                iteration,
                -1,
                -1,
                variable -> !variable.isInteger() && (!variable.isScalar() || mayBeWeight(variable)))) {
            Matrix now = ref.at(iteration);
            Matrix before = ref.lag(1).at(iteration);
            if (now != null) {
                all.add(new Weights(ref, now, null, null));
            }
            if (before != null && (now == null || !before.sameValues(now))) {
                all.add(new Weights(ref.lag(1), before, null, null));
            }
        }
        // Behind units that never fire any matrix fits; zeros, as their gradients are, fit last.
        all.sort(Comparator.comparing(weight -> weight.value().isZero()));
        return all;
    }

    /** One number is a weight in the smallest of networks only, and where it is a matrix of one row and column that moves. */
    private boolean mayBeWeight(Variable scalar) {
        return (scalar.rank() > 1 && !scalar.isConstant())
                || (samples <= FEW && !scalar.isConstant() && book.scalars().size() <= FEW && !book.hasWideMatrix());
    }

    private List<Weights> movedWeights() {
        List<Weights> all = new ArrayList<>();
        for (Ref ref : book.shaped(iteration, -1, -1, variable -> !variable.isScalar() && !variable.isInteger())) {
            Matrix now = ref.at(iteration);
            if (now == null || now.rows() == 1) {
                continue;
            }
            for (Ref mover :
                    book.shaped(iteration, now.rows(), now.columns(), variable -> variable != ref.variable())) {
                Matrix moved = mover.at(iteration);
                if (moved != null && !moved.isZero()) {
                    all.add(new Weights(ref.lag(1), now, mover, moved));
                }
            }
        }
        return all;
    }

    private void extend(Chain chain) {
        if (!chain.layers().isEmpty()) {
            end(chain);
        }
        if (chain.layers().size() == DEEPEST
                || steps++ > MOST_STEPS
                || book.effort().isSpent()
                || endsInNothing(chain)) {
            return;
        }
        int width = chain.output().columns();
        for (Weights weight : weights) {
            // A single number may be all of a program's weights, but is none of a layer behind others.
            if (chain.uses(weight.ref())
                    || (weight.value().size() == 1 && !chain.layers().isEmpty() && book.hasChangingMatrix())) {
                continue;
            }
            int rows = weight.value().rows();
            if (rows == width) {
                tryLink(chain, weight, Part.ALL);
            } else if (rows == width + 1 && weight.mover() == null) {
                tryLink(chain, weight, Part.WITHOUT_LAST_ROW);
                tryLink(chain, weight, Part.WITHOUT_FIRST_ROW);
            }
        }
    }

    /** Whether its last activations are 0 throughout and not in the dump: any weight fits behind them, and no number speaks for it. */
    private static boolean endsInNothing(Chain chain) {
        return !chain.layers().isEmpty()
                && chain.layers().getLast().output() == null
                && chain.output().isZero();
    }

    /** An array that has another shape in another iteration does not fit here, and is no part of this chain. */
    private void tryLink(Chain chain, Weights weight, Part part) {
        try {
            link(chain, weight, part);
        } catch (Matrix.ShapeMismatch _) {
            book.effort().add(chain.output().size());
        }
    }

    private void link(Chain chain, Weights weight, Part part) {
        Ref ref = weight.ref().part(part);
        Matrix value = part.of(weight.value());
        if (weight.mover() != null) {
            workBack(chain, weight);
            return;
        }
        if (shown.stream().noneMatch(array -> array.rows().columns() == value.columns())) {
            return;
        }
        List<@Nullable Ref> biases =
                part == Part.ALL ? links.biases(chain, ref, value.columns()) : List.of(ref.part(part.biasRow()));
        if (!promising(chain, ref, value, biases)) {
            return;
        }
        Matrix sums = chain.output().times(value);
        book.effort().add(chain.output().size() * (long) value.columns());
        if (!sums.isFinite()) {
            return;
        }
        for (Ref bias : biases) {
            Matrix shift = bias == null ? null : bias.at(iteration);
            Matrix logits = shift == null ? sums : sums.plus(shift);
            List<Held> held = links.held(chain, ref, bias, logits);
            children(chain, ref, bias, logits, held, ForwardSearch.noStart());
        }
    }

    /** Whether the first rows fit anything; products with wide arrays are worth sparing. */
    private boolean promising(Chain chain, Ref ref, Matrix value, List<@Nullable Ref> biases) {
        int few = 2;
        if (chain.output().rows() <= few || chain.output().size() * (long) value.columns() < 50_000) {
            return true;
        }
        Matrix sums = chain.output().rows(0, few).times(value);
        for (Ref bias : biases) {
            Matrix shift = bias == null ? null : bias.at(iteration);
            Matrix logits = shift == null ? sums : sums.plus(shift);
            if (!links.held(chain, ref, bias, logits).isEmpty()
                    || mayBeDropped(chain, logits)
                    || isShifted(chain, logits)) {
                return true;
            }
        }
        return false;
    }

    /** Chains that go on from activations behind dropout. */
    private void dropped(
            Chain chain, Ref weight, @Nullable Ref bias, Matrix logits, List<Held> held, Map<Variable, Matrix> start) {
        Ref sums = held.stream()
                .filter(link -> link.activation().isIdentity())
                .map(link -> link.shown().ref())
                .findFirst()
                .orElse(null);
        for (Seen candidate : droppable) {
            if (!candidate.rows().sameShape(logits)
                    || chain.uses(candidate.ref())
                    || candidate.ref().sameVariable(weight)
                    || candidate.ref().variable().isInteger()) {
                continue;
            }
            for (Nonlinearity activation : Nonlinearity.USUAL_HIDDEN) {
                double factor = activation.isIdentity() || !Dropout.mayFollow(candidate.rows(), activation, logits)
                        ? 0
                        : Dropout.factor(candidate.rows(), activation.apply(logits));
                if (factor > 0) {
                    Layer layer = new Layer(weight, bias, activation, sums, null).dropped(candidate.ref(), factor);
                    extend(chain.with(layer, candidate.rows(), DROPPED, start));
                }
            }
        }
    }

    /** Whether the first rows may be activations behind dropout. */
    private boolean mayBeDropped(Chain chain, Matrix logits) {
        int few = 3;
        return droppable.stream()
                .filter(candidate -> candidate.rows().columns() == logits.columns() && !chain.uses(candidate.ref()))
                .map(candidate -> candidate.rows().rows(0, logits.rows()))
                .filter(Dropout::mayBe)
                .anyMatch(rows -> Nonlinearity.USUAL_HIDDEN.stream()
                        .anyMatch(activation -> !activation.isIdentity()
                                && Dropout.mayFollow(rows, activation, logits)
                                && Dropout.factor(rows, activation.apply(logits), few) > 0));
    }

    /** Whether the dump has the sums without their largest, or the logarithms of their softmax, but neither sums nor softmax. */
    private boolean isShifted(Chain chain, Matrix logits) {
        return seen.stream()
                .filter(candidate -> candidate.rows().columns() == logits.columns())
                .anyMatch(candidate -> Softmaxes.shifted(
                                candidate.rows().rows() == logits.rows()
                                        ? candidate.rows()
                                        : candidate.rows().rows(0, logits.rows()),
                                logits)
                        && !chain.uses(candidate.ref()));
    }

    private void children(
            Chain chain, Ref weight, @Nullable Ref bias, Matrix logits, List<Held> held, Map<Variable, Matrix> start) {
        if (samples > 1) {
            dropped(chain, weight, bias, logits, held, start);
        }
        if (held.isEmpty()) {
            if (isShifted(chain, logits)) {
                end(chain.with(
                        new Layer(weight, bias, Nonlinearity.SOFTMAX, null, null),
                        Nonlinearity.SOFTMAX.apply(logits),
                        bias == null ? SHIFTED : SHIFTED + 0.2,
                        start));
            }
            return;
        }
        Map<Nonlinearity, List<Held>> byActivation = new LinkedHashMap<>();
        held.forEach(link -> byActivation
                .computeIfAbsent(link.activation(), _ -> new ArrayList<>())
                .add(link));
        List<Held> linear = byActivation.getOrDefault(Nonlinearity.IDENTITY, List.of());
        boolean curved = false;
        for (Map.Entry<Nonlinearity, List<Held>> entry : byActivation.entrySet()) {
            Nonlinearity activation = entry.getKey();
            List<Held> shownBy = entry.getValue();
            if (activation.isIdentity()) {
                continue;
            }
            Held shown = links.shown(shownBy, activation);
            if (shown == null) {
                continue;
            }
            Held sums = linear.stream()
                    .filter(other ->
                            !other.shown().ref().sameVariable(shown.shown().ref()))
                    .findFirst()
                    .orElse(null);
            boolean alike = sums == null && !linear.isEmpty();
            if (alike && !activation.saturates() && !links.isClosingRelu(activation, shown)) {
                // What is alike is no leaky ReLU, and a ReLU that closes nowhere is an identity as far as anyone can
                // see.
                continue;
            }
            // An exponential is more often half of a softmax, whose other half may be overwritten; and of a number near
            // 0 the tanh is
            // the number, in the iteration that is looked at.
            boolean sure = activation.kind() != Nonlinearity.Kind.EXPONENTIAL && !(alike && activation.saturates());
            curved |= sure || linear.isEmpty();
            extend(chain.with(
                    new Layer(
                            weight,
                            bias,
                            activation,
                            sums == null ? null : sums.shown().ref(),
                            shown.shown().ref()),
                    shown.shown().rows(),
                    // Saturated activations show little, but their sums do.
                    score(
                            sums != null && sums.informative() > shown.informative() ? sums : shown,
                            sums != null,
                            bias != null,
                            true),
                    start));
        }
        if (!curved && !linear.isEmpty()) {
            boolean exponential = byActivation.keySet().stream()
                    .anyMatch(activation -> activation.kind() == Nonlinearity.Kind.EXPONENTIAL);
            linearChildren(chain, weight, bias, linear, start, exponential);
        }
    }

    /** @param exponential whether the dump has the exponentials of the sums, of which a softmax is made */
    private void linearChildren(
            Chain chain,
            Ref weight,
            @Nullable Ref bias,
            List<Held> linear,
            Map<Variable, Matrix> start,
            boolean exponential) {
        if (chain.output().columns() == 1
                && bias == null
                && samples > 1
                && linear.getFirst().shown().rows().columns() > 1) {
            // A column times a row, which is how the gradient of one sample is made.
            return;
        }
        Held first = linear.getFirst();
        Ref sums = first.shown().ref();
        Held second = linear.stream()
                .filter(other -> !other.shown().ref().sameVariable(sums))
                .findFirst()
                .orElse(null);
        if (second != null) {
            extend(chain.with(
                    new Layer(
                            weight,
                            bias,
                            Nonlinearity.IDENTITY,
                            sums,
                            second.shown().ref()),
                    second.shown().rows(),
                    score(second, true, bias != null, false),
                    start));
        }
        for (Nonlinearity activation : Nonlinearity.USUAL_HIDDEN) {
            extend(chain.with(
                    new Layer(weight, bias, activation, sums, activation.isIdentity() ? sums : null),
                    activation.apply(first.shown().rows()),
                    score(first, true, bias != null, false) + (activation.isIdentity() ? 0 : -0.1),
                    start));
        }
        if (first.shown().rows().columns() == 1) {
            return;
        }
        // A softmax that nothing shows is an output: nobody puts one between layers.
        end(chain.with(
                new Layer(weight, bias, Nonlinearity.SOFTMAX, sums, null),
                Nonlinearity.SOFTMAX.apply(first.shown().rows()),
                score(first, true, bias != null, false) + (exponential ? EXPONENTIALS : -0.1),
                start));
    }

    private double score(Held held, boolean sums, boolean bias, boolean curved) {
        double named =
                held.bias() != null && Names.soundsLikeGradient(held.bias().name()) ? -0.05 : 0;
        // Saturated, a layer looks as well without one of its inputs, which stands as a bias then.
        boolean folded = held.bias() != null && held.bias().part() != Part.ALL;
        double shift = !bias ? 0 : folded && held.informative() <= 2 ? -0.05 : 0.2;
        return (held.informative() > 2 ? 1 : 0.3) + (sums ? 0.2 : 0) + shift + (curved ? 0.3 : 0) + named;
    }

    /** Finds factor s and value before the update, weight − s · mover, such that the link holds. */
    private void workBack(Chain chain, Weights weight) {
        Matrix mover = java.util.Objects.requireNonNull(weight.moved());
        Matrix after = chain.output().times(weight.value());
        Matrix change = chain.output().times(mover);
        book.effort().add(2L * chain.output().size() * after.columns());
        for (Seen candidate : seen) {
            if (candidate.rows().columns() != after.columns()
                    || chain.uses(candidate.ref())
                    || candidate.ref().sameVariable(weight.ref())
                    || candidate.ref().sameVariable(java.util.Objects.requireNonNull(weight.mover()))) {
                continue;
            }
            book.effort().simulated((long) Nonlinearity.ELEMENTWISE.size() * after.size());
            for (WorkedBack.Solution solution : WorkedBack.solve(candidate.rows(), after, change, samples > 1)) {
                Matrix before = weight.value().minus(mover.scaled(solution.factor()));
                Matrix logits = chain.output().times(before);
                BiasBefore bias = solution.shift() == null
                        ? BiasBefore.NONE
                        : BiasBefore.find(book, iteration, solution.shift(), weight.ref());
                if (bias == null) {
                    continue;
                }
                Matrix shifted = bias.value() == null ? logits : logits.plus(bias.value());
                Map<Variable, Matrix> start = new HashMap<>();
                start.put(weight.ref().variable(), weight.ref().transposed() ? before.transpose() : before);
                if (bias.ref() != null && bias.value() != null) {
                    start.put(
                            bias.ref().variable(),
                            bias.ref().transposed() ? bias.value().transpose() : bias.value());
                }
                List<Held> held = links.held(chain, weight.ref(), bias.ref(), shifted);
                if (!held.isEmpty()) {
                    children(chain, weight.ref(), bias.ref(), shifted, held, start);
                    return;
                }
            }
        }
    }

    /** Outputs that are their logits in every sample are linear: nobody could see a ReLU there, and few would put one. */
    private List<Layer> openEnd(List<Layer> layers) {
        Layer last = layers.getLast();
        if (last.activation().isIdentity() || !isOpen(last)) {
            return layers;
        }
        List<Layer> open = new ArrayList<>(layers);
        open.set(layers.size() - 1, last.activation(Nonlinearity.IDENTITY));
        return List.copyOf(open);
    }

    private boolean isOpen(Layer last) {
        Ref sums = last.logits();
        Ref output = last.output();
        if (output == null || (sums == null && last.activation().kind() != Nonlinearity.Kind.RELU)) {
            return false;
        }
        return IntStream.range(0, book.iterations()).allMatch(t -> {
            Matrix before = sums == null ? null : sums.at(t);
            Matrix after = output.at(t);
            return after == null || (sums == null ? isOpen(after) : before == null || before.sameValues(after));
        });
    }

    /** Whether it is not cut off anywhere, or the same in all samples, as a bias alone is. */
    private static boolean isOpen(Matrix output) {
        return output.minimum() > 0 || output.minimum() == output.maximum();
    }

    private void end(Chain chain) {
        if (chain.layers().getLast().drops()) {
            // Nobody drops outputs.
            return;
        }
        List<TargetSearch.Match> targets = new TargetSearch(
                        book,
                        iteration,
                        samples,
                        seen,
                        chain.input(),
                        chain.layers().getLast().output())
                .all(chain.output(), chain::uses);
        if (targets.isEmpty()) {
            add(chain, null, 0);
        }
        targets.forEach(target -> add(chain, target.target(), target.score()));
    }

    private void add(Chain chain, @Nullable Target target, double score) {
        found.add(new ForwardSearch.Found(
                new Forward(samples, chain.input(), openEnd(chain.layers()), target),
                chain.score() + score,
                chain.clear() && score >= 1,
                chain.start()));
    }
}
