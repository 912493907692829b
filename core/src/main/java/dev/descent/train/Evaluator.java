package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.network.Activation;
import dev.descent.network.CompiledNetwork;
import dev.descent.network.Layout;
import dev.descent.network.Loss;
import dev.descent.network.Network;
import dev.descent.network.Weights;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers whole data sets in chunks, with buffers of its own, so that a training's buffers stay as they are. */
public final class Evaluator {
    private static final int MOST_AT_ONCE = 256;

    /** As many make full use of every kernel. */
    private static final int FEWEST_AT_ONCE = 16;

    /** Activations of all layers held at a time, for all samples together: 64 MB, and as much for their errors. */
    private static final int MOST_VALUES = 1 << 24;

    private final int chunk;

    private final CompiledNetwork compiled;
    private final Activation outputActivation;

    /** What was answered last: most often it is asked for again. */
    private @Nullable Dataset answered;

    /** Its samples without their zeros; null where that would not be faster. */
    private @Nullable SparseInput sparse;

    private int[] order = new int[0];

    public Evaluator(Network network, Loss loss) {
        this.chunk = chunk(network.layout());
        this.compiled = CompiledNetwork.compile(network, loss, chunk);
        this.outputActivation = loss.outputActivation();
    }

    /** How many samples are answered at a time: fewer of those of which each fills much memory. */
    static int chunk(Layout layout) {
        long values = layout.places().stream()
                .mapToLong(place -> place.output().size())
                .sum();
        return Math.clamp(MOST_VALUES / Math.max(1, values), FEWEST_AT_ONCE, MOST_AT_ONCE);
    }

    /**
     * The answers to all samples, without dropout.
     *
     * @param weights of the network
     */
    public Evaluation evaluate(Weights weights, Dataset data) {
        weights.into(compiled);
        int width = compiled.network().output().size();
        Task task = Targets.task(data, width);
        float[] outputs = new float[data.size() * width];
        float[] targets = new float[data.size() * width];
        see(data);
        double loss = 0;
        for (int first = 0; first < data.size(); first += chunk) {
            int samples = Math.min(chunk, data.size() - first);
            fill(data, first, samples);
            for (int row = 0; row < samples; row++) {
                Targets.copy(data, task, first + row, compiled.target(), row * width);
            }
            loss += compiled.evaluate(samples) * samples;
            System.arraycopy(compiled.output(), 0, outputs, first * width, samples * width);
            System.arraycopy(compiled.target(), 0, targets, first * width, samples * width);
        }
        // Where the loss works on logits, probabilities are still to be made of them.
        outputActivation.forward(outputs, outputs, data.size(), width);
        return new Evaluation(task, loss / data.size(), new Predictions(data.size(), width, outputs, targets));
    }

    private void see(Dataset data) {
        if (data != answered) {
            answered = data;
            sparse = SparseInput.of(data, compiled);
            order = IntStream.range(0, data.size()).toArray();
        }
    }

    private void fill(Dataset data, int first, int samples) {
        if (sparse != null) {
            sparse.pick(compiled, order, first, samples);
            return;
        }
        compiled.pickNothing();
        for (int row = 0; row < samples; row++) {
            data.copyInput(first + row, compiled.input(), row * data.shape().size());
        }
    }
}
