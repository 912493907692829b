package dev.descent.network;

import dev.descent.kernel.OutputKernels;
import dev.descent.kernel.OutputLayer;
import dev.descent.kernel.OutputLayer.Score;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A training step of the last layer and the loss behind it, computed as one. */
final class OutputStep {
    private final Dense.Engine engine;
    private final Memory memory;
    private final Loss loss;
    private final OutputKernels kernels;
    private final OutputLayer layer;
    private final Score score = new Score();

    private OutputStep(Dense.Engine engine, Loss loss, OutputLayer layer) {
        this.engine = engine;
        this.memory = engine.memory;
        this.loss = loss;
        this.kernels = memory.kernels().outputs();
        this.layer = layer;
    }

    /** Null where the last layer is not dense, not alone behind others, or its loss none of those known here. */
    static @Nullable OutputStep of(EngineChain engines, Loss loss, float[] target) {
        if (!(engines.last() instanceof Dense.Engine engine) || engines.first() == engine) {
            return null;
        }
        OutputLayer.Function function = function(loss, engine.place.activation(), engine.units);
        if (function == null || !engine.memory.kernels().outputs().accepts(engine.inputs, engine.units)) {
            return null;
        }
        return new OutputStep(engine, loss, engine.outputLayer(function, target));
    }

    private static OutputLayer.@Nullable Function function(Loss loss, Activation last, int units) {
        Optional<Loss> onLogits = loss.onLogitsOf(last);
        Loss effective = onLogits.orElse(loss);
        boolean isOnLogits = onLogits.isPresent() || last instanceof Identity;
        if (effective instanceof CrossEntropyWithLogits crossEntropy && isOnLogits) {
            return new OutputLayer.SoftmaxCrossEntropy((float) crossEntropy.smoothing());
        }
        if (loss instanceof SquaredError squared && last instanceof Sigmoid) {
            return new OutputLayer.SigmoidSquaredError((float) squared.outputs().scale(units));
        }
        return null;
    }

    /**
     * Forward, loss and backward to the error of the layer's input, with the gradient of its parameters or, where the pass
     * descends, their step.
     *
     * @return the loss, the mean over the samples
     */
    double pass(float factor) {
        int batch = memory.batch;
        kernels.pass(layer, batch, factor, score);
        if (engine.keepsError) {
            loss.gradient(memory.kernels(), engine.output, layer.target(), batch, engine.units, factor, engine.error);
        }
        if (!memory.descends || memory.options.recording()) {
            engine.writeGradients(batch);
        }
        if (memory.descends) {
            kernels.descend(layer, batch, memory.learningRate);
        }
        return score.loss / batch;
    }

    /** Forward and the loss, by the kernels of {@link #pass}, which a training has compiled before its first evaluation. */
    double judge() {
        kernels.pass(layer, memory.batch, 1, score);
        return score.loss / memory.batch;
    }

    Score score() {
        return score;
    }
}
