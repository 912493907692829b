import dev.descent.bench.Workbench;
import dev.descent.bench.Workbench.Images;
import dev.descent.bench.Workbench.Milestones;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J on its native backend. Arguments: task, seed. */
public class Dl4jPeer {
    private static final Sgd SGD = new Sgd(0.1);

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "start" -> start();
            case "dense" -> dense();
            case "convolution" -> {
                convolution("lenet", lenet(SGD, 1));
                convolution("cnn2", cnn2());
            }
            case "accuracy" -> accuracy("B256", dense(Workbench.ACCURACY_SIZES, false, new Adam(2e-3), seed(arguments)));
            case "accuracy-lenet" -> accuracy("lenet", lenet(new Adam(2e-3), seed(arguments)));
            default -> {}
        }
        System.exit(0);
    }

    private static int seed(String[] arguments) {
        return Integer.parseInt(arguments[1]);
    }

    private static void start() {
        MultiLayerNetwork network = dense(Workbench.SIZES[1], false, SGD, 1);
        network.fit(Nd4j.rand(32, 784), Nd4j.zeros(32, 10));
        Workbench.started();
    }

    private static NeuralNetConfiguration.ListBuilder builder(IUpdater updater, int seed) {
        return new NeuralNetConfiguration.Builder().seed(seed).updater(updater).weightInit(WeightInit.XAVIER).list();
    }

    private static MultiLayerNetwork dense(int[] sizes, boolean sigmoid, IUpdater updater, int seed) {
        var builder = builder(updater, seed);
        int last = sizes.length - 1;
        for (int i = 1; i < last; i++) {
            builder.layer(new DenseLayer.Builder()
                    .nIn(sizes[i - 1]).nOut(sizes[i]).activation(sigmoid ? Activation.SIGMOID : Activation.RELU).build());
        }
        builder.layer(new OutputLayer.Builder(sigmoid ? LossFunction.MSE : LossFunction.MCXENT)
                .nIn(sizes[last - 1]).nOut(10).activation(sigmoid ? Activation.SIGMOID : Activation.SOFTMAX).build());
        return initialized(builder);
    }

    private static MultiLayerNetwork initialized(NeuralNetConfiguration.ListBuilder builder) {
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork lenet(IUpdater updater, int seed) {
        return withOutput(builder(updater, seed)
                .layer(convolution(6, 5, 2)).layer(pooling()).layer(convolution(16, 5, 0)).layer(pooling())
                .layer(new DenseLayer.Builder().nOut(120).activation(Activation.RELU).build())
                .layer(new DenseLayer.Builder().nOut(84).activation(Activation.RELU).build()));
    }

    private static MultiLayerNetwork cnn2() {
        return withOutput(builder(SGD, 1)
                .layer(convolution(32, 3, 0)).layer(pooling()).layer(convolution(64, 3, 0)).layer(pooling()));
    }

    private static MultiLayerNetwork withOutput(NeuralNetConfiguration.ListBuilder builder) {
        builder.layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX).build());
        return initialized(builder.setInputType(InputType.convolutional(28, 28, 1)));
    }

    private static ConvolutionLayer convolution(int filters, int window, int padding) {
        return new ConvolutionLayer.Builder(window, window)
                .padding(padding, padding).nOut(filters).activation(Activation.RELU).build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
    }

    private static void dense() throws IOException {
        Images train = Workbench.train();
        Images test = Workbench.test();
        for (int i = 0; i < Workbench.SIZES.length; i++) {
            MultiLayerNetwork network = dense(Workbench.SIZES[i], i == 0, SGD, 1);
            for (int batch : Workbench.BATCHES) {
                train(Workbench.NAMES[i], network, train, batch, new int[] {batch, 784});
            }
            answer(Workbench.NAMES[i], network, test, new int[] {1, 784}, new int[] {1000, 784});
        }
    }

    private static void convolution(String name, MultiLayerNetwork network) throws IOException {
        train(name, network, Workbench.train(), Workbench.CONVOLUTION_BATCH, image(Workbench.CONVOLUTION_BATCH));
        answer(name, network, Workbench.test(), image(1), image(1000));
    }

    private static int[] image(int count) {
        return new int[] {count, 1, 28, 28};
    }

    private static void train(String name, MultiLayerNetwork network, Images images, int batch, int[] shape) {
        int batches = Math.min(200, images.size() / batch);
        INDArray[] inputs = new INDArray[batches];
        INDArray[] targets = new INDArray[batches];
        for (int i = 0; i < batches; i++) {
            inputs[i] = Nd4j.create(images.rows(i * batch, batch), shape);
            targets[i] = Nd4j.create(images.oneHot(i * batch, batch), new int[] {batch, 10});
        }
        int[] next = {0};
        Workbench.throughput("train", name, batch, batch, () -> {
            network.fit(inputs[next[0]], targets[next[0]]);
            next[0] = (next[0] + 1) % batches;
        });
    }

    private static void answer(String name, MultiLayerNetwork network, Images test, int[] one, int[] thousand) {
        INDArray image = Nd4j.create(test.rows(0, 1), one);
        Workbench.latency(name, () -> network.output(image, false));
        INDArray images = Nd4j.create(test.rows(0, 1000), thousand);
        Workbench.throughput("answer", name, 1000, 1000, () -> network.output(images, false));
    }

    private static void accuracy(String name, MultiLayerNetwork network) throws IOException {
        Images train = Workbench.train();
        Images test = Workbench.test();
        boolean image = name.equals("lenet");
        int batch = Workbench.ACCURACY_BATCH;
        Milestones milestones = Workbench.milestones(name);
        Random random = new Random(1);
        float[] inputs = new float[batch * 784];
        float[] targets = new float[batch * 10];
        for (int epoch = 0; epoch < 12; epoch++) {
            int[] order = Workbench.permutation(train.size(), random);
            for (int step = 1; step <= train.size() / batch; step++) {
                Arrays.fill(targets, 0);
                for (int i = 0; i < batch; i++) {
                    int sample = order[(step - 1) * batch + i];
                    System.arraycopy(train.pixels(), sample * 784, inputs, i * 784, 784);
                    targets[i * 10 + train.labels()[sample]] = 1;
                }
                int[] shape = image ? image(batch) : new int[] {batch, 784};
                network.fit(Nd4j.create(inputs, shape), Nd4j.create(targets, new int[] {batch, 10}));
                if (step % Workbench.STEPS_BETWEEN_LOOKS == 0 && milestones.see(accuracy(network, test, image))) {
                    return;
                }
            }
        }
    }

    private static double accuracy(MultiLayerNetwork network, Images test, boolean image) {
        int right = 0;
        for (int first = 0; first < test.size(); first += 1000) {
            INDArray inputs = Nd4j.create(test.rows(first, 1000), image ? image(1000) : new int[] {1000, 784});
            int[] answers = network.output(inputs, false).argMax(1).toIntVector();
            for (int i = 0; i < answers.length; i++) {
                right += answers[i] == test.labels()[first + i] ? 1 : 0;
            }
        }
        return right / (double) test.size();
    }
}
