package dev.descent.audit.recover;

import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import dev.descent.audit.recover.WeightCandidates.Moved;
import dev.descent.audit.recover.WeightCandidates.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Searches a batch, depth first, for chains of layers from an input to outputs, on some of the rows. */
final class ChainSearch {
    private static final int DEEPEST = 10;
    private static final int MOST_STEPS = 500;

    /** Products of fewer multiplications are not worth a look at the first rows. */
    private static final long WORTH_SPARING = 50_000;

    private final Batch batch;
    private final Book book;
    private final int iteration;
    private final List<Seen> shown;
    private final List<Weight> weights;
    private final LinkSearch links;
    private final LayerSearch layers;
    private final WeightBefore before;
    private final List<ForwardSearch.Found> found = new ArrayList<>();
    private int steps;

    /**
     * @param workBack take weights as dumped after the update, and work out the values before
     */
    ChainSearch(Batch batch, boolean workBack) {
        this.batch = batch;
        this.book = batch.book();
        this.iteration = batch.iteration();
        this.shown = batch.withoutOnes();
        this.links = new LinkSearch(book, iteration, shown);
        this.layers = new LayerSearch(batch, links);
        this.before = new WeightBefore(batch, links);
        WeightCandidates candidates = new WeightCandidates(batch);
        this.weights = workBack ? candidates.moved() : candidates.dumped();
    }

    /** Forward passes from an array taken as input. */
    List<ForwardSearch.Found> from(Seen source) {
        found.clear();
        extend(Chain.of(source));
        return List.copyOf(found);
    }

    private void extend(Chain chain) {
        if (!chain.layers().isEmpty()) {
            end(chain);
        }
        if (chain.layers().size() == DEEPEST
                || steps++ > MOST_STEPS
                || book.effort().isSpent()
                || chain.endsInNothing()) {
            return;
        }
        int width = chain.output().columns();
        for (Weight weight : weights) {
            // A single number may be all of a program's weights, but is none of a layer behind others.
            if (chain.uses(weight.ref())
                    || (weight.value().size() == 1 && !chain.layers().isEmpty() && book.hasChangingMatrix())) {
                continue;
            }
            int rows = weight.value().rows();
            if (rows == width) {
                tryLink(chain, weight, Part.ALL);
            } else if (rows == width + 1 && weight.moved() == null) {
                tryLink(chain, weight, Part.WITHOUT_LAST_ROW);
                tryLink(chain, weight, Part.WITHOUT_FIRST_ROW);
            }
        }
    }

    /** An array that has another shape in another iteration does not fit here, and is no part of this chain. */
    private void tryLink(Chain chain, Weight weight, Part part) {
        try {
            link(chain, weight, part);
        } catch (Matrix.ShapeMismatch _) {
            book.effort().add(chain.output().size());
        }
    }

    private void link(Chain chain, Weight weight, Part part) {
        Moved moved = weight.moved();
        if (moved != null) {
            WeightedSums sums = before.find(chain, weight, moved);
            if (sums != null) {
                follow(chain, sums);
            }
            return;
        }
        Ref ref = weight.ref().part(part);
        Matrix value = part.of(weight.value());
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
            Matrix logits = shifted(sums, bias);
            follow(
                    chain,
                    new WeightedSums(ref, bias, logits, links.held(chain, ref, bias, logits), ForwardSearch.noStart()));
        }
    }

    /** Whether the first rows fit anything; products with wide arrays are worth sparing. */
    private boolean promising(Chain chain, Ref ref, Matrix value, List<@Nullable Ref> biases) {
        int few = 2;
        if (chain.output().rows() <= few || chain.output().size() * (long) value.columns() < WORTH_SPARING) {
            return true;
        }
        Matrix sums = chain.output().rows(0, few).times(value);
        for (Ref bias : biases) {
            Matrix logits = shifted(sums, bias);
            if (!links.held(chain, ref, bias, logits).isEmpty() || layers.mayFollow(chain, logits)) {
                return true;
            }
        }
        return false;
    }

    private Matrix shifted(Matrix sums, @Nullable Ref bias) {
        Matrix shift = bias == null ? null : bias.at(iteration);
        return shift == null ? sums : sums.plus(shift);
    }

    private void follow(Chain chain, WeightedSums sums) {
        for (Chain longer : layers.longer(chain, sums)) {
            if (longer.mustEnd()) {
                end(longer);
            } else {
                extend(longer);
            }
        }
    }

    // ---------------------------------------------------------------- ends

    private void end(Chain chain) {
        if (!chain.mayEnd()) {
            return;
        }
        Ref output = chain.layers().getLast().output();
        List<TargetSearch.Match> targets =
                new TargetSearch(batch, chain.input(), output, chain.output(), chain::uses).all();
        if (targets.isEmpty()) {
            add(chain, null, 0);
        }
        targets.forEach(target -> add(chain, target.target(), target.score()));
    }

    private void add(Chain chain, @Nullable Target target, double score) {
        found.add(new ForwardSearch.Found(
                new Forward(batch.samples(), chain.input(), openEnd(chain.layers()), target),
                chain.score() + score,
                chain.clear() && score >= 1,
                chain.start()));
    }

    /** Outputs that are their logits in every sample are linear: nobody could see a ReLU there, and few would put one. */
    private List<Layer> openEnd(List<Layer> all) {
        Layer last = all.getLast();
        if (last.activation().isIdentity() || !isOpen(last)) {
            return all;
        }
        List<Layer> open = new ArrayList<>(all);
        open.set(all.size() - 1, last.activation(Nonlinearity.IDENTITY));
        return List.copyOf(open);
    }

    private boolean isOpen(Layer last) {
        Ref sums = last.logits();
        Ref output = last.output();
        if (output == null || (sums == null && last.activation().kind() != Nonlinearity.Kind.RELU)) {
            return false;
        }
        return IntStream.range(0, book.iterations()).allMatch(t -> {
            Matrix logits = sums == null ? null : sums.at(t);
            Matrix after = output.at(t);
            return after == null || (sums == null ? isOpen(after) : logits == null || logits.sameValues(after));
        });
    }

    /** Whether it is not cut off anywhere, or the same in all samples, as a bias alone is. */
    private static boolean isOpen(Matrix output) {
        return output.minimum() > 0 || output.minimum() == output.maximum();
    }
}
