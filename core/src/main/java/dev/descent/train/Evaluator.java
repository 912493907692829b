package dev.descent.train;

import dev.descent.data.Dataset;
import dev.descent.network.Activation;
import dev.descent.network.CompiledNetwork;
import dev.descent.network.Loss;
import dev.descent.network.Network;
import dev.descent.network.Weights;

/** Answers whole data sets in chunks, with buffers of its own, so that a training's buffers stay as they are. */
public final class Evaluator {
    private static final int CHUNK = 256;

    private final CompiledNetwork compiled;
    private final Activation outputActivation;

    public Evaluator(Network network, Loss loss) {
        this.compiled = CompiledNetwork.compile(network, loss, CHUNK);
        this.outputActivation = loss.outputActivation();
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
        int features = data.shape().size();
        double loss = 0;
        for (int first = 0; first < data.size(); first += CHUNK) {
            int samples = Math.min(CHUNK, data.size() - first);
            for (int row = 0; row < samples; row++) {
                data.copyInput(first + row, compiled.input(), row * features);
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
}
