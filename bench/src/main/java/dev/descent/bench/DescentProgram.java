package dev.descent.bench;

import dev.descent.data.Dataset;
import dev.descent.data.Digits;
import dev.descent.data.Shape;
import dev.descent.data.TrainTest;
import dev.descent.kernel.Alignment;
import dev.descent.kernel.Kernels;
import dev.descent.kernel.Workers;
import dev.descent.network.CompileOptions;
import dev.descent.network.CompiledNetwork;
import dev.descent.network.Layer;
import dev.descent.network.Layers;
import dev.descent.network.Loss;
import dev.descent.network.Losses;
import dev.descent.network.Network;
import dev.descent.train.Evaluator;
import dev.descent.train.Experiment;
import dev.descent.train.Observer;
import dev.descent.train.Optimizer;
import dev.descent.train.Optimizers;
import dev.descent.train.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Descent's own measured program. A training step is one of its {@link Session}, as users run it: samples are shuffled,
 * filled into the batch from their bytes, and counted when right, which the peers' prepared batches spare them. Arguments:
 * task, seed, threads.
 */
public final class DescentProgram {
    private static final String LENET =
            "conv2d(6, 5, activation=relu, padding=2); max-pool(2); conv2d(16, 5, activation=relu); max-pool(2); flatten; "
                    + "dense(120, activation=relu); dense(84, activation=relu); dense(10)";
    private static final String CNN2 =
            "conv2d(32, 3, activation=relu); max-pool(2); conv2d(64, 3, activation=relu); max-pool(2); flatten; dense(10)";

    /** Plain descent at batch 32 and rate 0.3: the quickest of those tried (batches 16 and 32, rates 0.1 to 0.4; Adam). */
    private static final int DENSE_BATCH = 32;

    private final long seed;
    private final Kernels kernels;

    private DescentProgram(long seed, int threads) {
        this.seed = seed;
        this.kernels = Kernels.best(Workers.of(threads));
    }

    public static void main(String[] arguments) throws IOException {
        DescentProgram program = new DescentProgram(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        switch (Task.parse(arguments[0])) {
            case START -> program.start();
            case DENSE -> program.dense();
            case CONVOLUTION -> program.convolution();
            case ACCURACY ->
                program.accuracy("B256", dense(Workbench.ACCURACY_SIZES, false), Optimizers.sgd(0.3), DENSE_BATCH);
            case ACCURACY_LENET ->
                program.accuracy("lenet", images(LENET), Optimizers.adam(2e-3), Workbench.ACCURACY_BATCH);
            case PRODUCT -> Product.TRAINING.forEach(program::product);
            case MACHINE -> MachinePeak.print();
        }
    }

    private static Network dense(int[] sizes, boolean sigmoid) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i < sizes.length; i++) {
            boolean isLast = i == sizes.length - 1;
            String activation = sigmoid ? ", activation=sigmoid" : isLast ? "" : ", activation=relu";
            layers.add(Layers.parse("dense(" + sizes[i] + activation + ")"));
        }
        return new Network(Shape.of(sizes[0]), layers);
    }

    private static Network images(String layers) {
        return new Network(
                Shape.of(1, 28, 28),
                Arrays.stream(layers.split("; ")).map(Layers::parse).toList());
    }

    private Experiment experiment(Network network, Loss loss, Optimizer.Rated optimizer, int batch) {
        return Experiment.standard()
                .withNetwork(network)
                .withLoss(loss)
                .withOptimizer(optimizer.optimizer())
                .withLearningRate(optimizer.learningRate())
                .withBatch(batch)
                .withEpochs(Integer.MAX_VALUE / 60_000)
                .withSeed(seed);
    }

    private Session session(Network network, Loss loss, Optimizer.Rated optimizer, int batch, Dataset data) {
        return Session.start(experiment(network, loss, optimizer, batch), data, CompileOptions.TRAINING.with(kernels));
    }

    private void start() {
        Dataset data = Dataset.ofPixels(Shape.of(784), new byte[32 * 784], new int[32], 10);
        session(dense(Workbench.SIZES[1], false), Losses.CROSS_ENTROPY_WITH_LOGITS, Optimizers.sgd(0.1), 32, data)
                .advance(Observer.NONE);
        Workbench.started();
    }

    private void dense() throws IOException {
        TrainTest data = Digits.mnist();
        for (int i = 0; i < Workbench.SIZES.length; i++) {
            Network network = dense(Workbench.SIZES[i], i == 0);
            Loss loss = i == 0 ? Losses.SQUARED_ERROR : Losses.CROSS_ENTROPY_WITH_LOGITS;
            for (int batch : Workbench.BATCHES) {
                train(Workbench.NAMES[i], network, loss, batch, data.train().reshaped(network.input()));
            }
            answer(Workbench.NAMES[i], network, data.test().reshaped(network.input()));
        }
    }

    private void convolution() throws IOException {
        TrainTest data = Digits.mnist();
        for (String name : List.of("lenet", "cnn2")) {
            Network network = images(name.equals("lenet") ? LENET : CNN2);
            train(name, network, Losses.CROSS_ENTROPY_WITH_LOGITS, Workbench.CONVOLUTION_BATCH, data.train());
            answer(name, network, data.test());
        }
    }

    private void train(String name, Network network, Loss loss, int batch, Dataset data) {
        Session session = session(network, loss, Optimizers.sgd(0.1), batch, data);
        // Whole handfuls of steps, as 60,000 is no multiple of the batch: the last, smaller batch of an epoch is
        // counted as it is.
        int[] samples = {0};
        Workbench.throughput("train", name, batch, batch, () -> {
            do {
                session.advance(Observer.NONE);
                samples[0] += session.samples();
            } while (samples[0] < batch);
            samples[0] -= batch;
        });
    }

    private void answer(String name, Network network, Dataset test) {
        CompiledNetwork one = compiled(network, test, 1);
        Workbench.latency(name, () -> one.forward(1));
        CompiledNetwork thousand = compiled(network, test, 1000);
        Workbench.throughput("answer", name, 1000, 1000, () -> thousand.forward(1000));
    }

    private CompiledNetwork compiled(Network network, Dataset test, int batch) {
        CompiledNetwork compiled = CompiledNetwork.compile(
                network, Losses.CROSS_ENTROPY_WITH_LOGITS, batch, CompileOptions.INFERENCE.with(kernels));
        compiled.initialize(seed);
        for (int sample = 0; sample < batch; sample++) {
            test.copyInput(sample, compiled.input(), sample * network.input().size());
        }
        return compiled;
    }

    private void accuracy(String name, Network network, Optimizer.Rated optimizer, int batch) throws IOException {
        TrainTest data = Digits.mnist();
        Dataset test = data.test().reshaped(network.input());
        Loss loss = Losses.CROSS_ENTROPY_WITH_LOGITS;
        Session session = session(network, loss, optimizer, batch, data.train().reshaped(network.input()));
        Evaluator evaluator = new Evaluator(network, loss);
        Workbench.Milestones milestones = Workbench.milestones(name);
        int between = Workbench.STEPS_BETWEEN_LOOKS * Workbench.ACCURACY_BATCH / batch;
        long mostSteps = 30L * data.train().size() / batch;
        while (session.step() < mostSteps) {
            session.advance(Observer.NONE);
            if (session.step() % between == 0
                    && milestones.see(
                            evaluator.evaluate(session.current(), test).accuracy())) {
                return;
            }
        }
    }

    private void product(Product product) {
        float[] a = product.left();
        // Where weights lie in a network.
        float[] b = new float[Alignment.LEAD + product.k() * product.n()];
        System.arraycopy(product.right(), 0, b, Alignment.LEAD, product.k() * product.n());
        float[] c = new float[product.m() * product.n()];
        product.measure(() -> multiply(product, a, b, c));
        product.check(c);
    }

    private void multiply(Product product, float[] a, float[] b, float[] c) {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        switch (product.transposed()) {
            case NONE -> kernels.matrices().product(m, n, k, a, 0, k, b, Alignment.LEAD, n, c, 0, n, false);
            case LEFT ->
                kernels.matrices().productTransposedLeft(m, n, k, a, 0, m, b, Alignment.LEAD, n, c, 0, n, false);
            case RIGHT ->
                kernels.matrices().productTransposedRight(m, n, k, a, 0, k, b, Alignment.LEAD, k, c, 0, n, false);
        }
    }
}
