package dev.descent.kernel;

import dev.descent.kernel.OutputLayer.Score;
import dev.descent.kernel.OutputLayer.SigmoidSquaredError;
import dev.descent.kernel.OutputLayer.SoftmaxCrossEntropy;

/** The last layer with its loss in plain loops. */
final class ScalarOutputKernels implements OutputKernels {

    @Override
    public boolean accepts(int inputs, int units) {
        return units > 1 && units <= OutputLayer.ROW;
    }

    @Override
    public void pass(OutputLayer layer, int batch, float factor, Score score) {
        score.clear();
        float[] logits = new float[layer.units()];
        float[] output = new float[layer.units()];
        for (int sample = 0; sample < batch; sample++) {
            forward(layer, sample, logits);
            switch (layer.function()) {
                case SigmoidSquaredError loss -> squaredError(layer, loss, sample, logits, output, factor, score);
                case SoftmaxCrossEntropy loss -> crossEntropy(layer, loss, sample, logits, output, factor, score);
            }
            judge(layer, sample, output, score);
            System.arraycopy(logits, 0, layer.logits(), sample * layer.units(), layer.units());
            float[] to = layer.output();
            if (to != null) {
                System.arraycopy(output, 0, to, sample * layer.units(), layer.units());
            }
            backward(layer, sample);
        }
    }

    private static void forward(OutputLayer layer, int sample, float[] logits) {
        for (int unit = 0; unit < layer.units(); unit++) {
            float sum = layer.bias() < 0 ? 0 : layer.values()[layer.bias() + unit];
            for (int i = 0; i < layer.inputs(); i++) {
                sum += layer.input()[sample * layer.inputs() + i]
                        * layer.values()[layer.weight() + i * layer.units() + unit];
            }
            logits[unit] = sum;
        }
    }

    private static void squaredError(
            OutputLayer layer,
            SigmoidSquaredError loss,
            int sample,
            float[] logits,
            float[] output,
            float factor,
            Score score) {
        int row = sample * layer.units();
        for (int unit = 0; unit < layer.units(); unit++) {
            float y = (float) (1 / (1 + Math.exp(-logits[unit])));
            float error = y - layer.target()[row + unit];
            output[unit] = y;
            score.loss += (double) loss.scale() * error * error;
            layer.delta()[row + unit] = 2 * loss.scale() * factor * error * (y * (1 - y));
        }
    }

    private static void crossEntropy(
            OutputLayer layer,
            SoftmaxCrossEntropy loss,
            int sample,
            float[] logits,
            float[] output,
            float factor,
            Score score) {
        int row = sample * layer.units();
        float largest = logits[ScalarElementKernels.largest(layer.units(), logits, 0)];
        double sum = 0;
        double targetSum = 0;
        for (int unit = 0; unit < layer.units(); unit++) {
            double target = smooth(layer, loss, row + unit);
            sum += Math.exp((double) logits[unit] - largest);
            targetSum += target;
            score.loss -= target * ((double) logits[unit] - largest);
        }
        score.loss += targetSum * Math.log(sum);
        for (int unit = 0; unit < layer.units(); unit++) {
            double probability = Math.exp((double) logits[unit] - largest) / sum;
            output[unit] = (float) probability;
            layer.delta()[row + unit] = (float) (factor * (probability * targetSum - smooth(layer, loss, row + unit)));
        }
    }

    private static double smooth(OutputLayer layer, SoftmaxCrossEntropy loss, int index) {
        return layer.target()[index] * (1 - loss.smoothing()) + loss.smoothing() / layer.units();
    }

    private static void judge(OutputLayer layer, int sample, float[] output, Score score) {
        int row = sample * layer.units();
        for (int unit = 0; unit < layer.units(); unit++) {
            double error = (double) output[unit] - layer.target()[row + unit];
            score.squaredDistance += error * error;
        }
        int answer = ScalarElementKernels.largest(layer.units(), output, 0);
        score.right += answer == ScalarElementKernels.largest(layer.units(), layer.target(), row) ? 1 : 0;
    }

    private static void backward(OutputLayer layer, int sample) {
        float[] error = layer.inputError();
        for (int i = 0; error != null && i < layer.inputs(); i++) {
            float sum = 0;
            for (int unit = 0; unit < layer.units(); unit++) {
                sum += layer.delta()[sample * layer.units() + unit]
                        * layer.values()[layer.weight() + i * layer.units() + unit];
            }
            error[sample * layer.inputs() + i] = sum;
        }
    }

    @Override
    public void descend(OutputLayer layer, int batch, float learningRate) {
        for (int sample = 0; sample < batch; sample++) {
            for (int unit = 0; unit < layer.units(); unit++) {
                float step = -learningRate * layer.delta()[sample * layer.units() + unit];
                for (int i = 0; i < layer.inputs(); i++) {
                    layer.values()[layer.weight() + i * layer.units() + unit] +=
                            step * layer.input()[sample * layer.inputs() + i];
                }
                if (layer.bias() >= 0) {
                    layer.values()[layer.bias() + unit] += step;
                }
            }
        }
    }
}
