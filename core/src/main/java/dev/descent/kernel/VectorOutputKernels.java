package dev.descent.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.descent.kernel.OutputLayer.Room;
import dev.descent.kernel.OutputLayer.Score;
import dev.descent.kernel.OutputLayer.SigmoidSquaredError;
import dev.descent.kernel.OutputLayer.SoftmaxCrossEntropy;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The last layer with its loss where a vector holds its units: rows of weight, logits, outputs and deltas are padded to whole
 * vectors, so that nothing has edges but the copies to and from the network's arrays. Samples are taken in parts of {@link
 * #PART}, each by one thread; the parts' scores are added in their order.
 */
final class VectorOutputKernels implements OutputKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final int ROW = OutputLayer.ROW;
    private static final float[] ZEROS = new float[ROW];

    /** Samples of a part: so many squares are summed in float before their sum goes on in double. */
    private static final int PART = OutputLayer.PART;

    private final Workers workers;

    VectorOutputKernels(Workers workers) {
        this.workers = workers;
    }

    @Override
    public boolean accepts(int inputs, int units) {
        return Tiles.LANES == ROW && units > 1 && units <= ROW && inputs >= ROW;
    }

    @Override
    public void pass(OutputLayer layer, int batch, float factor, Score score) {
        pad(layer);
        score.clear();
        int parts = Math.ceilDiv(batch, PART);
        if (parts == 1) {
            part(layer, 0, batch, factor, score);
            return;
        }
        Score[] scores = layer.room().scores;
        Workers.Range range = (first, last) -> {
            for (int i = first; i < last; i++) {
                part(layer, i * PART, Math.min(batch, (i + 1) * PART), factor, scores[i]);
            }
        };
        if (workers.isWorthSharing(2L * batch * layer.inputs() * ROW)) {
            workers.share(parts, 1, range);
        } else {
            range.run(0, parts);
        }
        for (int i = 0; i < parts; i++) {
            score.add(scores[i]);
        }
    }

    /** Weight and bias with rows of a whole vector, and the weight's columns one after another. */
    private static void pad(OutputLayer layer) {
        Room room = layer.room();
        int inputs = layer.inputs();
        int units = layer.units();
        read(0, inputs, units, layer.values(), layer.weight(), room.weight);
        if (layer.bias() >= 0) {
            System.arraycopy(layer.values(), layer.bias(), room.bias, 0, units);
        }
        if (layer.inputError() != null) {
            for (int unit = 0; unit < units; unit++) {
                for (int i = 0; i < inputs; i++) {
                    room.transposed[unit * inputs + i] = room.weight[i * ROW + unit];
                }
            }
        }
    }

    private static void part(OutputLayer layer, int from, int to, float factor, Score score) {
        Room room = layer.room();
        int units = layer.units();
        read(from, to, units, layer.target(), 0, room.target);
        forward(layer, from, to);
        write(from, to, units, room.logits, layer.logits());
        switch (layer.function()) {
            case SigmoidSquaredError loss -> {
                int size = (to - from) * ROW;
                VectorElementKernels.sigmoid(size, room.logits, from * ROW, room.output, from * ROW);
                squaredError(layer, from, to, 2 * loss.scale() * factor, score);
                score.loss = loss.scale() * score.squaredDistance;
            }
            case SoftmaxCrossEntropy loss -> crossEntropy(layer, loss.smoothing(), from, to, factor, score);
        }
        float[] output = layer.output();
        if (output != null) {
            write(from, to, units, room.output, output);
        }
        score.right = right(layer, from, to);
        write(from, to, units, room.delta, layer.delta());
        backward(layer, from, to);
    }

    private static void forward(OutputLayer layer, int from, int to) {
        Room room = layer.room();
        int inputs = layer.inputs();
        int sample = from;
        for (; sample + Tiles.ROWS <= to; sample += Tiles.ROWS) {
            int at = sample * inputs;
            Tiles.narrowOfRows(
                    inputs,
                    layer.input(),
                    at,
                    inputs,
                    room.weight,
                    0,
                    ROW,
                    room.bias,
                    0,
                    0,
                    room.logits,
                    sample * ROW,
                    ROW);
        }
        for (; sample < to; sample++) {
            int at = sample * inputs;
            RowTimesMatrix.one(inputs, layer.input(), at, room.weight, 0, ROW, room.bias, 0, room.logits, sample * ROW);
        }
    }

    private static void backward(OutputLayer layer, int from, int to) {
        float[] error = layer.inputError();
        if (error == null) {
            return;
        }
        float[] delta = layer.room().delta;
        float[] columns = layer.room().transposed;
        int units = layer.units();
        int inputs = layer.inputs();
        for (int j = 0; j < inputs; j += ROW) {
            // The last vector may overlap the one before, and computes the same there.
            int left = Math.min(j, inputs - ROW);
            int sample = from;
            for (; sample + Tiles.ROWS <= to; sample += Tiles.ROWS) {
                int at = sample * inputs + left;
                Tiles.narrowOfRows(
                        units, delta, sample * ROW, ROW, columns, left, inputs, ZEROS, 0, 0, error, at, inputs);
            }
            for (; sample < to; sample++) {
                int at = sample * inputs + left;
                RowTimesMatrix.one(units, delta, sample * ROW, columns, left, inputs, ZEROS, 0, error, at);
            }
        }
    }

    /** Deltas of squared error behind a sigmoid, and the sum of the squares. */
    private static void squaredError(OutputLayer layer, int from, int to, float factor, Score score) {
        Room room = layer.room();
        int units = layer.units();
        VectorMask<Float> isPadding = isPadding(units);
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int sample = from; sample < to; sample++) {
            FloatVector y = FloatVector.fromArray(SPECIES, room.output, sample * ROW);
            FloatVector target = FloatVector.fromArray(SPECIES, room.target, sample * ROW);
            FloatVector error = y.sub(target).blend(0, isPadding);
            squares = error.lanewise(FMA, error, squares);
            error.mul(factor)
                    .mul(y.mul(FloatVector.broadcast(SPECIES, 1).sub(y)))
                    .intoArray(room.delta, sample * ROW);
        }
        score.squaredDistance = sum(squares);
    }

    /** Probabilities and deltas of cross-entropy behind softmax, and the losses. */
    private static void crossEntropy(OutputLayer layer, float smoothing, int from, int to, float factor, Score score) {
        Room room = layer.room();
        int units = layer.units();
        VectorMask<Float> isPadding = isPadding(units);
        float uniform = smoothing / units;
        FloatVector squares = FloatVector.zero(SPECIES);
        double loss = 0;
        for (int sample = from; sample < to; sample++) {
            FloatVector logits =
                    FloatVector.fromArray(SPECIES, room.logits, sample * ROW).blend(Float.NEGATIVE_INFINITY, isPadding);
            FloatVector target = FloatVector.fromArray(SPECIES, room.target, sample * ROW);
            FloatVector smooth = target.mul(1 - smoothing).add(uniform).blend(0, isPadding);
            FloatVector less = logits.sub(logits.reduceLanes(VectorOperators.MAX));
            FloatVector power = VectorFunctions.exp(less).blend(0, isPadding);
            // The rows' places are free until the results are written.
            power.intoArray(room.output, sample * ROW);
            smooth.intoArray(room.delta, sample * ROW);
            smooth.mul(less.blend(0, isPadding)).intoArray(room.logits, sample * ROW);
            float sum = total(room.output, sample * ROW);
            float targetSum = total(room.delta, sample * ROW);
            loss += targetSum * Math.log(sum) - total(room.logits, sample * ROW);
            FloatVector probability = power.div(sum);
            probability.intoArray(room.output, sample * ROW);
            probability.mul(targetSum).sub(smooth).mul(factor).intoArray(room.delta, sample * ROW);
            FloatVector error = probability.sub(target).blend(0, isPadding);
            squares = error.lanewise(FMA, error, squares);
        }
        score.loss = loss;
        score.squaredDistance = sum(squares);
    }

    /** In how many rows the largest output is where the largest target is. */
    private static int right(OutputLayer layer, int from, int to) {
        float[] output = layer.room().output;
        float[] target = layer.room().target;
        int units = layer.units();
        VectorMask<Float> isPadding = isPadding(units);
        int count = 0;
        for (int sample = from; sample < to; sample++) {
            FloatVector y =
                    FloatVector.fromArray(SPECIES, output, sample * ROW).blend(Float.NEGATIVE_INFINITY, isPadding);
            FloatVector t =
                    FloatVector.fromArray(SPECIES, target, sample * ROW).blend(Float.NEGATIVE_INFINITY, isPadding);
            VectorMask<Float> isLargestOutput = y.eq(y.reduceLanes(VectorOperators.MAX));
            VectorMask<Float> isLargestTarget = t.eq(t.reduceLanes(VectorOperators.MAX));
            if (isLargestOutput.anyTrue() && isLargestTarget.anyTrue()) {
                count += isLargestOutput.firstTrue() == isLargestTarget.firstTrue() ? 1 : 0;
            } else {
                // A maximum is NaN.
                int label = ScalarElementKernels.largest(units, target, sample * ROW);
                count += ScalarElementKernels.isLargest(units, output, sample * ROW, label) ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void descend(OutputLayer layer, int batch, float learningRate) {
        Room room = layer.room();
        float[] steps = room.delta;
        int inputs = layer.inputs();
        for (int i = 0; i < batch * ROW; i += ROW) {
            FloatVector.fromArray(SPECIES, steps, i).mul(-learningRate).intoArray(steps, i);
        }
        float[] weight = room.weight;
        int row = 0;
        for (; row + Tiles.ROWS <= inputs; row += Tiles.ROWS) {
            int at = row * ROW;
            Tiles.narrow(batch, layer.input(), row, inputs, steps, 0, ROW, weight, at, ROW, weight, at, ROW);
        }
        addRows(layer, row, batch);
        write(0, inputs, layer.units(), room.weight, layer.values(), layer.weight());
        if (layer.bias() >= 0) {
            FloatVector sum = FloatVector.fromArray(SPECIES, room.bias, 0);
            for (int sample = 0; sample < batch; sample++) {
                sum = sum.add(FloatVector.fromArray(SPECIES, steps, sample * ROW));
            }
            Tiles.ZERO.add(sum).intoArray(room.bias, 0);
            System.arraycopy(room.bias, 0, layer.values(), layer.bias(), layer.units());
        }
    }

    /** The last rows of the weight, fewer than {@link Tiles#ROWS}. */
    private static void addRows(OutputLayer layer, int first, int batch) {
        Room room = layer.room();
        for (int i = first; i < layer.inputs(); i++) {
            FloatVector row = FloatVector.fromArray(SPECIES, room.weight, i * ROW);
            for (int sample = 0; sample < batch; sample++) {
                row = FloatVector.broadcast(SPECIES, layer.input()[sample * layer.inputs() + i])
                        .lanewise(FMA, FloatVector.fromArray(SPECIES, room.delta, sample * ROW), row);
            }
            Tiles.ZERO.add(row).intoArray(room.weight, i * ROW);
        }
    }

    private static VectorMask<Float> isPadding(int units) {
        return SPECIES.indexInRange(0, units).not();
    }

    /** The sum of a row, which it uses up, in a fixed order: the Vector API's own need not keep one. */
    private static float total(float[] rows, int row) {
        for (int half = ROW / 2; half > 0; half /= 2) {
            for (int i = row; i < row + half; i++) {
                rows[i] += rows[i + half];
            }
        }
        return rows[row];
    }

    private static double sum(FloatVector lanes) {
        double sum = 0;
        for (int lane = 0; lane < ROW; lane++) {
            sum += lanes.lane(lane);
        }
        return sum;
    }

    /** Rows without gaps into padded ones; what lies beyond their ends there has no meaning. */
    private static void read(int from, int to, int units, float[] rows, int offset, float[] padded) {
        int row = from;
        for (; row < to && offset + row * units + ROW <= rows.length; row++) {
            FloatVector.fromArray(SPECIES, rows, offset + row * units).intoArray(padded, row * ROW);
        }
        for (; row < to; row++) {
            System.arraycopy(rows, offset + row * units, padded, row * ROW, units);
        }
    }

    private static void write(int from, int to, int units, float[] padded, float[] rows) {
        write(from, to, units, padded, rows, 0);
    }

    /** Padded rows into ones without gaps: each is written whole and its end overwritten by the next, but for the last. */
    private static void write(int from, int to, int units, float[] padded, float[] rows, int offset) {
        int row = from;
        // Never beyond the last row, where the array may be another thread's.
        for (; row * units + ROW <= to * units; row++) {
            FloatVector.fromArray(SPECIES, padded, row * ROW).intoArray(rows, offset + row * units);
        }
        for (; row < to; row++) {
            System.arraycopy(padded, row * ROW, rows, offset + row * units, units);
        }
    }
}
