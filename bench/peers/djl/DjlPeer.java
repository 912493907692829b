import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.descent.bench.Workbench;
import dev.descent.bench.Workbench.Images;
import dev.descent.bench.Workbench.Milestones;
import java.io.IOException;
import java.util.Random;

/** DJL with its PyTorch engine. Arguments: task, seed. */
public class DjlPeer {
    private static NDManager manager;

    public static void main(String[] arguments) throws IOException {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        switch (arguments[0]) {
            case "start" -> start();
            case "dense" -> dense();
            case "convolution" -> {
                convolution("lenet", lenet());
                convolution("cnn2", cnn2());
            }
            case "accuracy" -> accuracy("B256", dense(Workbench.ACCURACY_SIZES, false), Integer.parseInt(arguments[1]));
            case "accuracy-lenet" -> accuracy("lenet", lenet(), Integer.parseInt(arguments[1]));
            default -> {}
        }
        System.exit(0);
    }

    private static void start() {
        Shape shape = new Shape(32, 784);
        Trainer trainer = trainer(dense(Workbench.SIZES[1], false), false, sgd(), shape);
        step(trainer, manager.randomUniform(0, 1, shape), manager.zeros(new Shape(32)));
        Workbench.started();
    }

    private static Block dense(int[] sizes, boolean sigmoid) {
        SequentialBlock block = new SequentialBlock();
        for (int i = 1; i < sizes.length; i++) {
            block.add(Linear.builder().setUnits(sizes[i]).build());
            if (sigmoid) {
                block.add(Activation.sigmoidBlock());
            } else if (i < sizes.length - 1) {
                block.add(Activation.reluBlock());
            }
        }
        return block;
    }

    private static Block lenet() {
        SequentialBlock block = new SequentialBlock();
        addConvolution(block, 6, 5, 2);
        addConvolution(block, 16, 5, 0);
        block.add(Blocks.batchFlattenBlock());
        block.add(Linear.builder().setUnits(120).build()).add(Activation.reluBlock());
        block.add(Linear.builder().setUnits(84).build()).add(Activation.reluBlock());
        return block.add(Linear.builder().setUnits(10).build());
    }

    private static Block cnn2() {
        SequentialBlock block = new SequentialBlock();
        addConvolution(block, 32, 3, 0);
        addConvolution(block, 64, 3, 0);
        return block.add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(10).build());
    }

    private static void addConvolution(SequentialBlock block, int filters, int window, int padding) {
        block.add(Conv2d.builder()
                .setKernelShape(new Shape(window, window)).optPadding(new Shape(padding, padding)).setFilters(filters).build());
        block.add(Activation.reluBlock()).add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
    }

    private static Optimizer sgd() {
        return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build();
    }

    private static Trainer trainer(Block block, boolean sigmoid, Optimizer optimizer, Shape input) {
        Model model = Model.newInstance("peer", "PyTorch");
        model.setBlock(block);
        Loss loss = sigmoid ? Loss.l2Loss() : Loss.softmaxCrossEntropyLoss();
        Trainer trainer = model.newTrainer(
                new DefaultTrainingConfig(loss).optOptimizer(optimizer).optDevices(new Device[] {Device.cpu()}));
        trainer.initialize(input);
        return trainer;
    }

    private static void step(Trainer trainer, NDArray input, NDArray target) {
        try (NDManager temporary = manager.newSubManager()) {
            temporary.tempAttachAll(input, target);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList output = trainer.forward(new NDList(input));
                collector.backward(trainer.getLoss().evaluate(new NDList(target), output));
            }
        }
        trainer.step();
    }

    private static void forward(Block block, ParameterStore parameters, NDArray input) {
        try (NDManager temporary = manager.newSubManager()) {
            temporary.tempAttachAll(input);
            block.forward(parameters, new NDList(input), false);
        }
    }

    private static void dense() throws IOException {
        Images train = Workbench.train();
        Images test = Workbench.test();
        for (int i = 0; i < Workbench.SIZES.length; i++) {
            for (int batch : Workbench.BATCHES) {
                Shape shape = new Shape(batch, 784);
                Block block = dense(Workbench.SIZES[i], i == 0);
                // The trainer closes its parameters' memory when it is collected, so it stays open as long as the block works.
                try (Trainer trainer = trainer(block, i == 0, sgd(), shape)) {
                    train(Workbench.NAMES[i], trainer, i == 0, train, shape);
                    if (batch == 1024) {
                        answer(Workbench.NAMES[i], block, test, new Shape(1, 784), new Shape(1000, 784));
                    }
                }
            }
        }
    }

    private static void convolution(String name, Block block) throws IOException {
        Shape shape = new Shape(Workbench.CONVOLUTION_BATCH, 1, 28, 28);
        try (Trainer trainer = trainer(block, false, sgd(), shape)) {
            train(name, trainer, false, Workbench.train(), shape);
            answer(name, block, Workbench.test(), new Shape(1, 1, 28, 28), new Shape(1000, 1, 28, 28));
        }
    }

    private static void train(String name, Trainer trainer, boolean sigmoid, Images images, Shape shape) {
        int batch = (int) shape.get(0);
        int batches = Math.min(200, images.size() / batch);
        try (NDManager data = manager.newSubManager()) {
            NDArray[] inputs = new NDArray[batches];
            NDArray[] targets = new NDArray[batches];
            for (int i = 0; i < batches; i++) {
                inputs[i] = data.create(images.rows(i * batch, batch), shape);
                targets[i] = sigmoid
                        ? data.create(images.oneHot(i * batch, batch), new Shape(batch, 10))
                        : data.create(images.labelsAsFloats(i * batch, batch), new Shape(batch));
            }
            int[] next = {0};
            Workbench.throughput("train", name, batch, batch, () -> {
                step(trainer, inputs[next[0]], targets[next[0]]);
                next[0] = (next[0] + 1) % batches;
            });
        }
    }

    private static void answer(String name, Block block, Images test, Shape one, Shape thousand) {
        ParameterStore parameters = new ParameterStore(manager, false);
        NDArray image = manager.create(test.rows(0, 1), one);
        Workbench.latency(name, () -> forward(block, parameters, image));
        NDArray images = manager.create(test.rows(0, 1000), thousand);
        Workbench.throughput("answer", name, 1000, 1000, () -> forward(block, parameters, images));
    }

    private static void accuracy(String name, Block block, int seed) throws IOException {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
        Images train = Workbench.train();
        Images test = Workbench.test();
        boolean image = name.equals("lenet");
        int batch = Workbench.ACCURACY_BATCH;
        Shape shape = image ? new Shape(batch, 1, 28, 28) : new Shape(batch, 784);
        Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(2e-3f)).build();
        Trainer trainer = trainer(block, false, adam, shape);
        Milestones milestones = Workbench.milestones(name);
        Random random = new Random(seed);
        float[] inputs = new float[batch * 784];
        float[] labels = new float[batch];
        for (int epoch = 0; epoch < 30; epoch++) {
            int[] order = Workbench.permutation(train.size(), random);
            for (int step = 1; step <= train.size() / batch; step++) {
                for (int i = 0; i < batch; i++) {
                    int sample = order[(step - 1) * batch + i];
                    System.arraycopy(train.pixels(), sample * 784, inputs, i * 784, 784);
                    labels[i] = train.labels()[sample];
                }
                try (NDArray input = manager.create(inputs, shape);
                        NDArray target = manager.create(labels, new Shape(batch))) {
                    step(trainer, input, target);
                }
                if (step % Workbench.STEPS_BETWEEN_LOOKS == 0 && milestones.see(accuracy(block, test, image))) {
                    return;
                }
            }
        }
    }

    private static double accuracy(Block block, Images test, boolean image) {
        ParameterStore parameters = new ParameterStore(manager, false);
        int right = 0;
        for (int first = 0; first < test.size(); first += 1000) {
            try (NDManager temporary = manager.newSubManager()) {
                Shape shape = image ? new Shape(1000, 1, 28, 28) : new Shape(1000, 784);
                NDArray input = temporary.create(test.rows(first, 1000), shape);
                NDList output = block.forward(parameters, new NDList(input), false);
                long[] answers = output.singletonOrThrow().argMax(1).toLongArray();
                for (int i = 0; i < answers.length; i++) {
                    right += answers[i] == test.labels()[first + i] ? 1 : 0;
                }
            }
        }
        return right / (double) test.size();
    }
}
