import dev.descent.bench.Workbench;
import dev.descent.bench.Workbench.Images;
import dev.descent.bench.Workbench.Milestones;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import smile.classification.MLP;
import smile.math.MathEx;
import smile.model.mlp.Layer;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/** Smile's multilayer perceptron, which computes in double. Arguments: task, seed. */
public class SmilePeer {
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "start" -> start();
            case "dense" -> dense();
            case "accuracy" -> accuracy(Integer.parseInt(arguments[1]));
            default -> {}
        }
        System.exit(0);
    }

    private static MLP network(int[] sizes, boolean sigmoid, double learningRate) {
        LayerBuilder[] layers = new LayerBuilder[sizes.length];
        int last = sizes.length - 1;
        layers[0] = Layer.input(784);
        for (int i = 1; i < last; i++) {
            layers[i] = sigmoid ? Layer.sigmoid(sizes[i]) : Layer.rectifier(sizes[i]);
        }
        layers[last] = sigmoid ? Layer.mse(10, OutputFunction.SIGMOID) : Layer.mle(10, OutputFunction.SOFTMAX);
        MLP network = new MLP(layers);
        network.setLearningRate(TimeFunction.constant(learningRate));
        return network;
    }

    private static double[][] rows(Images images) {
        double[][] rows = new double[images.size()][784];
        for (int sample = 0; sample < rows.length; sample++) {
            for (int pixel = 0; pixel < 784; pixel++) {
                rows[sample][pixel] = images.pixels()[sample * 784 + pixel];
            }
        }
        return rows;
    }

    private static void start() {
        network(Workbench.SIZES[1], false, 0.1).update(new double[32][784], new int[32]);
        Workbench.started();
    }

    private static void dense() throws IOException {
        Images images = Workbench.train();
        double[][] train = rows(images);
        double[][] test = rows(Workbench.test());
        for (int i = 0; i < Workbench.SIZES.length; i++) {
            String name = Workbench.NAMES[i];
            MLP network = network(Workbench.SIZES[i], i == 0, 0.1);
            for (int batch : Workbench.BATCHES) {
                train(name, network, train, images.labels(), batch);
            }
            Workbench.latency(name, () -> network.predict(test[0]));
            Workbench.throughput("answer", name, 1000, 1000, () -> {
                for (int sample = 0; sample < 1000; sample++) {
                    network.predict(test[sample]);
                }
            });
        }
    }

    private static void train(String name, MLP network, double[][] inputs, int[] labels, int batch) {
        int batches = Math.min(200, inputs.length / batch);
        int[] next = {0};
        Workbench.throughput("train", name, batch, batch, () -> {
            int first = next[0] * batch;
            if (batch == 1) {
                network.update(inputs[first], labels[first]);
            } else {
                network.update(
                        Arrays.copyOfRange(inputs, first, first + batch), Arrays.copyOfRange(labels, first, first + batch));
            }
            next[0] = (next[0] + 1) % batches;
        });
    }

    /** Batch 32 at rate 0.2: the quickest of those tried (batches 1, 8 and 32; rates 0.01 to 0.2; momentum 0 and 0.9). */
    private static void accuracy(int seed) throws IOException {
        MathEx.setSeed(seed);
        Images images = Workbench.train();
        double[][] train = rows(images);
        Images testImages = Workbench.test();
        double[][] test = rows(testImages);
        MLP network = network(Workbench.ACCURACY_SIZES, false, 0.2);
        Milestones milestones = Workbench.milestones("B256");
        Random random = new Random(seed);
        int batch = 32;
        int between = Workbench.STEPS_BETWEEN_LOOKS * Workbench.ACCURACY_BATCH / batch;
        double[][] inputs = new double[batch][];
        int[] labels = new int[batch];
        for (int epoch = 0; epoch < 20; epoch++) {
            int[] order = Workbench.permutation(train.length, random);
            for (int step = 1; step <= train.length / batch; step++) {
                for (int i = 0; i < batch; i++) {
                    int sample = order[(step - 1) * batch + i];
                    inputs[i] = train[sample];
                    labels[i] = images.labels()[sample];
                }
                network.update(inputs, labels);
                if (step % between == 0 && milestones.see(accuracy(network, test, testImages.labels()))) {
                    return;
                }
            }
        }
    }

    private static double accuracy(MLP network, double[][] test, int[] labels) {
        int right = 0;
        for (int sample = 0; sample < test.length; sample++) {
            right += network.predict(test[sample]) == labels[sample] ? 1 : 0;
        }
        return right / (double) test.length;
    }
}
