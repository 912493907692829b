package dev.descent.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer of few units with the loss behind it, as {@link OutputKernels} compute them together: which arrays it reads and
 * writes, without gaps unless said, and room for a batch in rows of a whole vector.
 *
 * @param function activation and loss
 * @param inputs its inputs
 * @param units its outputs
 * @param values where the parameters lie
 * @param weight offset of the weight {@code [inputs, units]}
 * @param bias offset of the bias {@code [units]}; below 0 where there is none
 * @param input {@code [batch, inputs]}
 * @param target {@code [batch, units]}
 * @param logits {@code [batch, units]}, written
 * @param output {@code [batch, units]}, written after the logits, so that it may be the same array; null when only the logits
 *     are wanted
 * @param delta {@code [batch, units]}, written: ∂loss/∂logits
 * @param inputError {@code [batch, inputs]}, written: ∂loss/∂input; null where nobody needs it
 * @param room where the kernels keep rows; owned by one pass at a time
 */
public record OutputLayer(
        Function function,
        int inputs,
        int units,
        float[] values,
        int weight,
        int bias,
        float[] input,
        float[] target,
        float[] logits,
        float @Nullable [] output,
        float[] delta,
        float @Nullable [] inputError,
        Room room) {

    /** Length of a padded row. */
    static final int ROW = 16;

    /** Most samples that are scored together. */
    static final int PART = 16;

    /** Activation and loss. */
    public sealed interface Function {}

    /**
     * {@code scale · Σ (sigmoid(logit) − target)²}.
     *
     * @param scale of the sum over the units
     */
    public record SigmoidSquaredError(float scale) implements Function {}

    /**
     * Cross-entropy of the targets, smoothed to {@code t (1 − smoothing) + smoothing / units}, against the softmax of the logits.
     *
     * @param smoothing in [0, 1)
     */
    public record SoftmaxCrossEntropy(float smoothing) implements Function {}

    /** Rows of {@link #ROW}, so that whole vectors can be read and written, for the largest batch. */
    public static final class Room {
        final float[] weight;
        final float[] transposed;
        final float[] bias = new float[ROW];
        final float[] target;
        final float[] logits;
        final float[] output;
        final float[] delta;
        final Score[] scores;

        public Room(int maxBatch, int inputs) {
            int rows = Math.multiplyExact(maxBatch, ROW);
            weight = new float[inputs * ROW];
            transposed = new float[inputs * ROW];
            target = new float[rows];
            logits = new float[rows];
            output = new float[rows];
            delta = new float[rows];
            scores = new Score[Math.ceilDiv(maxBatch, PART)];
            Arrays.setAll(scores, _ -> new Score());
        }
    }

    /** How good the outputs of a batch are. */
    public static final class Score {
        /** Sum of the samples' losses. */
        public double loss;

        /** {@code Σ (output − target)²}, of probabilities where the loss is on logits. */
        public double squaredDistance;

        /** Samples whose largest output is where the largest target is; of equals the first counts. */
        public int right;

        void clear() {
            loss = 0;
            squaredDistance = 0;
            right = 0;
        }

        void add(Score other) {
            loss += other.loss;
            squaredDistance += other.squaredDistance;
            right += other.right;
        }
    }
}
