package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.recover.LinkSearch.Held;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the layers that weighted sums may belong to: with which activation, shown by which arrays, before dropout or not. */
final class LayerSearch {
    /** As much as an activation that shows whole, with its bias. */
    private static final double DROPPED = 1.5;

    /** As much as sums that show whole. */
    private static final double SHIFTED = 1.2;

    /** More than the exponentials by themselves are worth as outputs. */
    private static final double EXPONENTIALS = 1;

    private final Batch batch;
    private final LinkSearch links;
    private final List<Seen> droppable;

    LayerSearch(Batch batch, LinkSearch links) {
        this.batch = batch;
        this.links = links;
        this.droppable = batch.seen().stream()
                .filter(candidate -> Dropout.mayBe(candidate.rows()))
                .toList();
    }

    /** The chain with each layer that may be meant, in the order they are to be followed. */
    List<Chain> longer(Chain chain, WeightedSums sums) {
        List<Chain> longer = new ArrayList<>();
        if (batch.samples() > 1) {
            longer.addAll(dropped(chain, sums));
        }
        if (!sums.held().isEmpty()) {
            longer.addAll(held(chain, sums));
        } else if (isShifted(chain, sums.logits())) {
            longer.add(chain.with(
                    new Layer(sums.weight(), sums.bias(), Nonlinearity.SOFTMAX, null, null),
                    Nonlinearity.SOFTMAX.apply(sums.logits()),
                    sums.bias() == null ? SHIFTED : SHIFTED + 0.2,
                    sums.start()));
        }
        return longer;
    }

    /** Whether a layer may follow from the first rows of sums, though no link from them holds. */
    boolean mayFollow(Chain chain, Matrix logits) {
        return mayBeDropped(chain, logits) || isShifted(chain, logits);
    }

    // ---------------------------------------------------------------- dropout

    /** Chains that go on from activations behind dropout. */
    private List<Chain> dropped(Chain chain, WeightedSums sums) {
        List<Chain> longer = new ArrayList<>();
        Matrix logits = sums.logits();
        Ref shown = sums.held().stream()
                .filter(link -> link.activation().isIdentity())
                .map(link -> link.shown().ref())
                .findFirst()
                .orElse(null);
        for (Seen candidate : droppable) {
            if (!candidate.rows().sameShape(logits)
                    || chain.uses(candidate.ref())
                    || candidate.ref().sameVariable(sums.weight())
                    || candidate.ref().variable().isInteger()) {
                continue;
            }
            for (Nonlinearity activation : Nonlinearity.USUAL_HIDDEN) {
                double factor = activation.isIdentity() || !Dropout.mayFollow(candidate.rows(), activation, logits)
                        ? 0
                        : Dropout.factor(candidate.rows(), activation.apply(logits));
                if (factor > 0) {
                    Layer layer = new Layer(sums.weight(), sums.bias(), activation, shown, null)
                            .dropped(candidate.ref(), factor);
                    longer.add(chain.with(layer, candidate.rows(), DROPPED, sums.start()));
                }
            }
        }
        return longer;
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

    // ---------------------------------------------------------------- activations

    /** Whether the dump has the sums without their largest, or the logarithms of their softmax, but neither sums nor softmax. */
    private boolean isShifted(Chain chain, Matrix logits) {
        return batch.seen().stream()
                .filter(candidate -> candidate.rows().columns() == logits.columns())
                .anyMatch(candidate -> Softmaxes.shifted(
                                candidate.rows().rows() == logits.rows()
                                        ? candidate.rows()
                                        : candidate.rows().rows(0, logits.rows()),
                                logits)
                        && !chain.uses(candidate.ref()));
    }

    /** With the activations that show, or with any where the sums alone do. */
    private List<Chain> held(Chain chain, WeightedSums sums) {
        List<Chain> longer = new ArrayList<>();
        Map<Nonlinearity, List<Held>> byActivation = new LinkedHashMap<>();
        sums.held()
                .forEach(link -> byActivation
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
            Held logits = otherThan(linear, shown.shown().ref());
            boolean alike = logits == null && !linear.isEmpty();
            if (alike && !activation.saturates() && !links.isClosingRelu(activation, shown)) {
                // What is alike is no leaky ReLU, and a ReLU that closes nowhere is an identity as far as anyone can
                // see.
                continue;
            }
            // An exponential is more often half of a softmax, whose other half may be overwritten; and of a number near
            // 0 the tanh is the number, in the iteration that is looked at.
            boolean sure = activation.kind() != Nonlinearity.Kind.EXPONENTIAL && !(alike && activation.saturates());
            curved |= sure || linear.isEmpty();
            longer.add(chain.with(
                    new Layer(
                            sums.weight(),
                            sums.bias(),
                            activation,
                            logits == null ? null : logits.shown().ref(),
                            shown.shown().ref()),
                    shown.shown().rows(),
                    // Saturated activations show little, but their sums do.
                    score(
                            logits != null && logits.informative() > shown.informative() ? logits : shown,
                            logits != null,
                            sums.bias() != null,
                            true),
                    sums.start()));
        }
        if (!curved && !linear.isEmpty()) {
            boolean exponential = byActivation.keySet().stream()
                    .anyMatch(activation -> activation.kind() == Nonlinearity.Kind.EXPONENTIAL);
            longer.addAll(linear(chain, sums, linear, exponential));
        }
        return longer;
    }

    /** The first link to another array; null for none. */
    private static @Nullable Held otherThan(List<Held> links, Ref array) {
        return links.stream()
                .filter(link -> !link.shown().ref().sameVariable(array))
                .findFirst()
                .orElse(null);
    }

    /**
     * Where the dump shows the sums, but no activation of them.
     *
     * @param linear the links that are identities
     * @param exponential whether the dump has the exponentials of the sums, of which a softmax is made
     */
    private List<Chain> linear(Chain chain, WeightedSums sums, List<Held> linear, boolean exponential) {
        Ref weight = sums.weight();
        Ref bias = sums.bias();
        Held first = linear.getFirst();
        if (chain.output().columns() == 1
                && bias == null
                && batch.samples() > 1
                && first.shown().rows().columns() > 1) {
            // A column times a row, which is how the gradient of one sample is made.
            return List.of();
        }
        List<Chain> longer = new ArrayList<>();
        Ref logits = first.shown().ref();
        Held second = otherThan(linear, logits);
        if (second != null) {
            longer.add(chain.with(
                    new Layer(
                            weight,
                            bias,
                            Nonlinearity.IDENTITY,
                            logits,
                            second.shown().ref()),
                    second.shown().rows(),
                    score(second, true, bias != null, false),
                    sums.start()));
        }
        for (Nonlinearity activation : Nonlinearity.USUAL_HIDDEN) {
            longer.add(chain.with(
                    new Layer(weight, bias, activation, logits, activation.isIdentity() ? logits : null),
                    activation.apply(first.shown().rows()),
                    score(first, true, bias != null, false) + (activation.isIdentity() ? 0 : -0.1),
                    sums.start()));
        }
        if (first.shown().rows().columns() != 1) {
            longer.add(chain.with(
                    new Layer(weight, bias, Nonlinearity.SOFTMAX, logits, null),
                    Nonlinearity.SOFTMAX.apply(first.shown().rows()),
                    score(first, true, bias != null, false) + (exponential ? EXPONENTIALS : -0.1),
                    sums.start()));
        }
        return longer;
    }

    private static double score(Held held, boolean sums, boolean bias, boolean curved) {
        double named =
                held.bias() != null && Names.soundsLikeGradient(held.bias().name()) ? -0.05 : 0;
        // Saturated, a layer looks as well without one of its inputs, which stands as a bias then.
        boolean folded = held.bias() != null && held.bias().part().isFolded();
        boolean negated = held.bias() != null && held.bias().part() == Part.NEGATED;
        double shift = !bias ? 0 : folded && held.informative() <= 2 ? -0.05 : negated ? 0.15 : 0.2;
        return (held.informative() > 2 ? 1 : 0.3) + (sums ? 0.2 : 0) + shift + (curved ? 0.3 : 0) + named;
    }
}
