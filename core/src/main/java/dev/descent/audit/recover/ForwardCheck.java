package dev.descent.audit.recover;

import dev.descent.audit.algebra.Fit;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Nonlinearity;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks a forward pass in every iteration: what holds in one by chance does not hold in all. */
final class ForwardCheck {
    private final Book book;
    private final Forward forward;
    private final ForwardSearch.Found found;

    ForwardCheck(Book book, ForwardSearch.Found found) {
        this.book = book;
        this.found = found;
        this.forward = found.forward();
    }

    /** Up to 1 for links that hold everywhere, far below 0 for links that fail somewhere. */
    double support() {
        int held = 0;
        int tried = 0;
        for (int t = 0; t < book.iterations(); t++) {
            Matrix current = sample(forward.input().atOrBefore(t), forward.samples());
            for (int k = 1; k <= forward.depth() && current != null; k++) {
                Layer layer = forward.layer(k);
                Matrix logits = logits(layer, current, t);
                if (logits == null) {
                    break;
                }
                Matrix seenLogits =
                        layer.logits() == null ? null : sample(layer.logits().at(t), forward.samples());
                Matrix seen =
                        layer.output() == null ? null : sample(layer.output().at(t), forward.samples());
                if (seenLogits != null && seenLogits.sameShape(logits)) {
                    tried++;
                    held += Fit.same(seenLogits, logits).matches() ? 1 : 0;
                    logits = seenLogits;
                }
                Matrix output = layer.activation().apply(logits);
                boolean rowByRow = layer.activation().kind() != Nonlinearity.Kind.SOFTMAX_OVER_SAMPLES;
                if (seen != null && rowByRow && seen.sameShape(output)) {
                    tried++;
                    held += Fit.same(seen, output).matches() ? 1 : 0;
                }
                current = seen != null ? seen : rowByRow ? output : null;
            }
        }
        return tried == 0 ? 0 : (double) held / tried - 2.0 * (tried - held) / tried;
    }

    private @Nullable Matrix logits(Layer layer, Matrix current, int t) {
        Matrix weight = before(layer.weight(), t);
        Ref biasRef = layer.bias();
        Matrix bias = biasRef == null ? null : before(biasRef, t);
        if (weight == null || (biasRef != null && bias == null) || weight.rows() != current.columns()) {
            return null;
        }
        Matrix sum = current.times(weight);
        return bias == null ? sum : sum.plus(bias);
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
        return matrix == null
                ? null
                : matrix.rows() <= ChainSearch.SAMPLED ? matrix : matrix.rows(spread(matrix.rows()));
    }

    static int[] spread(int rows) {
        return spread(rows, ChainSearch.SAMPLED);
    }

    static int[] spread(int rows, int most) {
        int count = Math.min(rows, most);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * rows / count))
                .toArray();
    }
}
