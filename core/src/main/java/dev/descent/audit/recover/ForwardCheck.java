package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a forward pass in every iteration: what holds in one by chance does not hold in all. */
final class ForwardCheck {
    /** Support of a chain with a link that fails in most iterations that show it: it held in one by chance. */
    static final double REFUTED = Double.NEGATIVE_INFINITY;

    private final Book book;
    private final Forward forward;
    private final ForwardSearch.Found found;

    ForwardCheck(Book book, ForwardSearch.Found found) {
        this.book = book;
        this.found = found;
        this.forward = found.forward();
    }

    /** How often a link held, of how many iterations that show it. */
    private static final class Tally {
        private int held;
        private int tried;

        void count(boolean holds) {
            tried++;
            held += holds ? 1 : 0;
        }

        boolean mostlyFails() {
            return 2 * held < tried;
        }
    }

    /** Up to 1 for links that hold everywhere, far below 0 for links that fail somewhere, {@link #REFUTED} for one that mostly fails. */
    double support() {
        List<Tally> sums = tallies();
        List<Tally> activations = tallies();
        for (int t = 0; t < book.iterations(); t++) {
            Matrix current = sample(forward.input().atOrBefore(t), forward.samples());
            for (int k = 1; k <= forward.depth() && current != null; k++) {
                Layer layer = forward.layer(k);
                Matrix logits = logits(layer, current, t);
                Matrix seenLogits =
                        layer.logits() == null ? null : sample(layer.logits().at(t), forward.samples());
                Matrix seen =
                        layer.output() == null ? null : sample(layer.output().at(t), forward.samples());
                if (logits != null && seenLogits != null && seenLogits.sameShape(logits)) {
                    sums.get(k - 1).count(Fit.same(seenLogits, logits).matches());
                    logits = seenLogits;
                }
                // Where the weights are not known, sums in the dump still show the activation.
                logits = logits == null ? seenLogits : logits;
                if (logits == null) {
                    break;
                }
                Matrix output = layer.activation().apply(logits);
                boolean rowByRow = !layer.activation().mixesSamples();
                if (seen != null && layer.drops() && seen.sameShape(output)) {
                    activations.get(k - 1).count(Dropout.factor(seen, output) > 0 || seen.isZero());
                } else if (seen != null && rowByRow && seen.sameShape(output)) {
                    activations
                            .get(k - 1)
                            .count(LinkSearch.fit(seen, layer.activation(), output)
                                    .matches());
                }
                current = seen != null ? seen : rowByRow ? output : null;
            }
        }
        List<Tally> all = Stream.concat(sums.stream(), activations.stream()).toList();
        if (all.stream().anyMatch(Tally::mostlyFails)) {
            return REFUTED;
        }
        int tried = all.stream().mapToInt(tally -> tally.tried).sum();
        int held = all.stream().mapToInt(tally -> tally.held).sum();
        return tried == 0 ? 0 : (double) held / tried - 2.0 * (tried - held) / tried;
    }

    private List<Tally> tallies() {
        return Stream.generate(Tally::new).limit(forward.depth()).toList();
    }

    private @Nullable Matrix logits(Layer layer, Matrix current, int t) {
        Matrix weight = before(layer.weight(), t);
        Ref biasRef = layer.bias();
        Matrix bias = biasRef == null ? null : before(biasRef, t);
        if (weight == null || (biasRef != null && bias == null) || weight.rows() != current.columns()) {
            return null;
        }
        Matrix sum = current.times(weight);
        book.effort().add((long) current.size() * weight.columns());
        book.effort().simulated(sum.size());
        if (bias != null && bias.rows() > 1) {
            // A gradient that was summed over the wrong axis has made it one row for each sample.
            bias = sample(bias, forward.samples());
        }
        return bias == null ? sum : bias.rows() > 1 && bias.rows() != sum.rows() ? null : sum.plus(bias);
    }

    private @Nullable Matrix before(Ref parameter, int t) {
        if (t == 0 && parameter.lag() == 1) {
            Matrix start = found.start().get(parameter.variable());
            return start == null ? null : parameter.variable().view(start, parameter.transposed(), parameter.part());
        }
        return parameter.at(t);
    }

    /** Some rows, spread out. */
    static @Nullable Matrix sample(@Nullable Matrix matrix, int samples) {
        return matrix == null ? null : matrix.rows() <= Seen.SAMPLED ? matrix : matrix.rows(spread(matrix.rows()));
    }

    static int[] spread(int rows) {
        return spread(rows, Seen.SAMPLED);
    }

    static int[] spread(int rows, int most) {
        int count = Math.min(rows, most);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * rows / count))
                .toArray();
    }
}
