package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.Kernels;
import dev.descent.kernel.Window;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Convolution (cross-correlation, as everywhere in this field) of images:
 * {@code logits[f, y, x] = bias[f] + Σ weight[f, c, i, j] · input[c, y · stride + i · dilation − padding, x · stride + j · dilation −
 * padding]}, zero outside the image, c over the channels of the filter's group (LeCun et al. 1989).
 *
 * <p>Shapes: input {@code [batch, channels, height, width]}, weight {@code [filters, channels / groups, window height, window
 * width]}, bias {@code [filters]}, logits {@code [batch, filters, output height, output width]}. With as many groups as channels
 * it is a depthwise convolution. The engine unfolds each image into the columns its windows see, so that forward is
 * {@code weight · columns}, ∂loss/∂weight = Σ over the batch of {@code delta · columnsᵀ} and ∂loss/∂columns = {@code weightᵀ ·
 * delta} (Chellapilla, Puri and Simard 2006).
 *
 * @param filters at least 1, a multiple of the groups
 * @param window height and width of the filters
 * @param activation the non-linearity after it
 * @param stride steps of the window, both ways
 * @param padding zeros on all four sides
 * @param dilation distance between the elements of the window
 * @param groups filters and channels are split in so many groups, each filter sees the channels of its group
 * @param hasBias whether a bias is added
 * @param initializer start of the weight
 * @param biasInitializer start of the bias
 */
public record Conv2d(
        int filters,
        WindowSize window,
        Activation activation,
        int stride,
        Padding padding,
        int dilation,
        int groups,
        boolean hasBias,
        Initializer initializer,
        Initializer biasInitializer)
        implements Layer {
    public Conv2d {
        if (filters < 1 || stride < 1 || dilation < 1 || groups < 1) {
            throw new IllegalArgumentException(
                    "conv2d needs at least 1 filter, stride, dilation and group, got %d, %d, %d and %d"
                            .formatted(filters, stride, dilation, groups));
        }
        if (filters % groups != 0) {
            throw new IllegalArgumentException(
                    "the filters of conv2d are split evenly over its groups, got %d filters and %d groups"
                            .formatted(filters, groups));
        }
    }

    /** Square window, stride 1, no padding, with bias, Glorot's uniform start. */
    public Conv2d(int filters, int window, Activation activation) {
        this(
                filters,
                WindowSize.square(window),
                activation,
                1,
                Padding.of(0),
                1,
                1,
                true,
                Initializers.GLOROT_UNIFORM,
                Initializers.ZEROS);
    }

    /** The same with as much padding as keeps the image's size at stride 1. */
    public Conv2d same() {
        return new Conv2d(
                filters,
                window,
                activation,
                stride,
                Padding.SAME,
                dilation,
                groups,
                hasBias,
                initializer,
                biasInitializer);
    }

    static Conv2d parse(Spec spec) {
        Arguments arguments = spec.arguments(
                "filters",
                "window",
                "activation",
                "stride",
                "padding",
                "dilation",
                "groups",
                "bias",
                "initializer",
                "bias-initializer");
        return new Conv2d(
                arguments.integer("filters"),
                WindowSize.read(arguments, "window"),
                Activations.parse(arguments.spec("activation", Spec.of("identity"))),
                arguments.integer("stride", 1),
                Padding.read(arguments),
                arguments.integer("dilation", 1),
                arguments.integer("groups", 1),
                arguments.flag("bias", true),
                Initializers.parse(arguments.spec("initializer", Spec.of("glorot-uniform"))),
                Initializers.parse(arguments.spec("bias-initializer", Spec.of("zeros"))));
    }

    @Override
    public Spec spec() {
        return Spec.of("conv2d")
                .with(Value.of(filters))
                .with(window.value())
                .withUnless(Spec.of("identity"), "activation", activation.spec())
                .withUnless(1, "stride", stride)
                .withUnless(Value.of(0), "padding", padding.value())
                .withUnless(1, "dilation", dilation)
                .withUnless(1, "groups", groups)
                .withUnless(true, "bias", hasBias)
                .withUnless(Spec.of("glorot-uniform"), "initializer", initializer.spec())
                .withUnless(Spec.of("zeros"), "bias-initializer", biasInitializer.spec());
    }

    /** The window over the channels of one group. */
    private Window groupWindow(Shape input) {
        Images images = Images.of(input, "conv2d");
        if (images.channels() % groups != 0) {
            throw new IllegalArgumentException(
                    "the channels are split evenly over the groups, got %d channels and %d groups"
                            .formatted(images.channels(), groups));
        }
        return new Window(
                images.channels() / groups,
                images.height(),
                images.width(),
                window.height(),
                window.width(),
                stride,
                padding.size(window, dilation),
                dilation);
    }

    @Override
    public Shape output(Shape input) {
        Window over = groupWindow(input);
        return Shape.of(filters, over.outputHeight(), over.outputWidth());
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        Window over = groupWindow(input);
        Shape shape = Shape.of(filters, over.channels(), window.height(), window.width());
        int fanOut = filters / groups * window.height() * window.width();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.weight("weight", shape, initializer, over.elements(), fanOut));
        if (hasBias) {
            parameters.add(Parameter.vector("bias", filters, biasInitializer));
        }
        return parameters;
    }

    /** Called for every product in the sum: logits[output] += weight[element] · input[pixel]. */
    private interface Term {
        void add(int output, int element, int pixel);
    }

    /** All terms of the formula above for one sample. */
    private void forEachTerm(Window over, Term term) {
        for (int filter = 0; filter < filters; filter++) {
            int firstChannel = filter / (filters / groups) * over.channels();
            for (int y = 0; y < over.outputHeight(); y++) {
                for (int x = 0; x < over.outputWidth(); x++) {
                    int output = (filter * over.outputHeight() + y) * over.outputWidth() + x;
                    forEachElement(over, filter, firstChannel, y, x, output, term);
                }
            }
        }
    }

    private void forEachElement(Window over, int filter, int firstChannel, int y, int x, int output, Term term) {
        for (int channel = 0; channel < over.channels(); channel++) {
            for (int i = 0; i < window.height(); i++) {
                for (int j = 0; j < window.width(); j++) {
                    int row = y * stride + i * dilation - over.padding();
                    int column = x * stride + j * dilation - over.padding();
                    if (row >= 0 && row < over.height() && column >= 0 && column < over.width()) {
                        int element = ((filter * over.channels() + channel) * window.height() + i) * window.width() + j;
                        int pixel = ((firstChannel + channel) * over.height() + row) * over.width() + column;
                        term.add(output, element, pixel);
                    }
                }
            }
        }
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int inputs = place.input().size();
        int outputs = place.output().size();
        int weight = place.parameter(0);
        double[] logits = new double[pass.batch() * outputs];
        for (int sample = 0; sample < pass.batch(); sample++) {
            int from = sample * inputs;
            int to = sample * outputs;
            for (int output = 0; hasBias && output < outputs; output++) {
                logits[to + output] = pass.values()[place.parameter(1) + output / (outputs / filters)];
            }
            forEachTerm(
                    groupWindow(place.input()),
                    (output, element, pixel) ->
                            logits[to + output] += pass.values()[weight + element] * input[from + pixel]);
        }
        return logits;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int inputs = place.input().size();
        int outputs = place.output().size();
        int weight = place.parameter(0);
        double[] error = new double[input.length];
        for (int sample = 0; sample < pass.batch(); sample++) {
            int from = sample * inputs;
            int to = sample * outputs;
            for (int output = 0; hasBias && output < outputs; output++) {
                gradients[place.parameter(1) + output / (outputs / filters)] += delta[to + output];
            }
            forEachTerm(groupWindow(place.input()), (output, element, pixel) -> {
                gradients[weight + element] += delta[to + output] * input[from + pixel];
                error[from + pixel] += delta[to + output] * pass.values()[weight + element];
            });
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(this, place, memory, wiring);
    }

    /** Samples are independent, but for the gradients: these are summed part by part of the batch, then over the parts. */
    private static final class Engine extends LayerEngine {
        /** Fixed, so that the order of the sums does not depend on the number of threads. */
        private static final int PARTS = 8;

        private final Kernels kernels;
        private final Window window;
        private final int groups;
        private final int groupFilters;
        private final int weight;
        private final int weightSize;
        private final int bias;
        private final boolean isPointwise;

        /** Whether delta must still be made from the error, sample by sample while it is in the cache. */
        private boolean deltaIsDue;

        /** What the windows of one group of one sample see, and their errors, for each part. */
        private final float[][] columns = new float[PARTS][];

        private final float[][] columnErrors = new float[PARTS][];

        /** Gradients of weight and bias of each part. */
        private final float[][] partGradients = new float[PARTS][];

        Engine(Conv2d conv, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            kernels = memory.kernels();
            window = conv.groupWindow(place.input());
            groups = conv.groups;
            groupFilters = conv.filters / groups;
            weight = place.parameter(0);
            weightSize = conv.filters * window.elements();
            bias = conv.hasBias ? place.parameter(1) : -1;
            isPointwise = window.elements() == window.channels() && window.stride() == 1 && window.padding() == 0;
            int columnSize = window.elements() * window.positions();
            for (int part = 0; part < Math.min(PARTS, memory.maxBatch); part++) {
                columns[part] = new float[isPointwise ? 0 : columnSize];
                columnErrors[part] = new float[memory.options.training() && inputError != null ? columnSize : 0];
                partGradients[part] =
                        new float[memory.options.training() ? weightSize + (bias < 0 ? 0 : conv.filters) : 0];
            }
        }

        /** Parts of the batch, each with its own scratch. */
        private void forEachPart(int batch, IntConsumer part) {
            memory.forEach(Math.min(PARTS, batch), (long) batch * weightSize * window.positions(), part);
        }

        private static int firstSample(int part, int batch) {
            return (int) ((long) batch * part / Math.min(PARTS, batch));
        }

        @Override
        void forward() {
            int batch = memory.batch;
            forEachPart(batch, part -> {
                for (int sample = firstSample(part, batch); sample < firstSample(part + 1, batch); sample++) {
                    transform(sample, part);
                    activate(sample, 1);
                }
            });
        }

        @Override
        void transform(int batch) {
            throw new AssertionError("forward does it sample by sample");
        }

        private void transform(int sample, int part) {
            for (int group = 0; group < groups; group++) {
                transform(sample, group, part);
            }
        }

        private void transform(int sample, int group, int part) {
            int positions = window.positions();
            int elements = window.elements();
            int to = sample * units + group * groupFilters * positions;
            for (int filter = 0; bias >= 0 && filter < groupFilters; filter++) {
                int row = to + filter * positions;
                Arrays.fill(logits, row, row + positions, memory.values[bias + group * groupFilters + filter]);
            }
            int from = unfolded(sample, group, part);
            kernels.matrices()
                    .product(
                            groupFilters,
                            positions,
                            elements,
                            memory.values,
                            weight + group * groupFilters * elements,
                            elements,
                            isPointwise ? input : columns[part],
                            from,
                            positions,
                            logits,
                            to,
                            positions,
                            bias >= 0);
        }

        /** Unfolds the group's channels of a sample; returns where the columns start in their array. */
        private int unfolded(int sample, int group, int part) {
            int from = sample * inputs + group * window.size();
            if (isPointwise) {
                return from;
            }
            kernels.images().unfold(window, input, from, columns[part], 0);
            return 0;
        }

        @Override
        void backward() {
            deltaIsDue = true;
            finish();
            deltaIsDue = false;
        }

        @Override
        void propagate(int batch) {
            forEachPart(batch, part -> {
                Arrays.fill(partGradients[part], 0);
                for (int sample = firstSample(part, batch); sample < firstSample(part + 1, batch); sample++) {
                    if (deltaIsDue) {
                        derive(sample, 1);
                    }
                    backward(sample, part);
                }
            });
            sumGradients(batch);
        }

        private void backward(int sample, int part) {
            for (int group = 0; group < groups; group++) {
                addWeightGradient(sample, group, part);
                if (inputError != null) {
                    propagate(inputError, sample, group, part);
                }
            }
            addBiasGradient(sample, part);
        }

        private void sumGradients(int batch) {
            Arrays.fill(memory.gradients, weight, weight + weightSize, 0);
            if (bias >= 0) {
                Arrays.fill(memory.gradients, bias, bias + groups * groupFilters, 0);
            }
            for (int part = 0; part < Math.min(PARTS, batch); part++) {
                float[] gradients = partGradients[part];
                kernels.elements().addScaled(weightSize, 1, gradients, 0, memory.gradients, weight);
                if (bias >= 0) {
                    kernels.elements()
                            .addScaled(groups * groupFilters, 1, gradients, weightSize, memory.gradients, bias);
                }
            }
        }

        private void addWeightGradient(int sample, int group, int part) {
            int positions = window.positions();
            int elements = window.elements();
            int from = unfolded(sample, group, part);
            kernels.matrices()
                    .productTransposedRight(
                            groupFilters,
                            elements,
                            positions,
                            delta,
                            sample * units + group * groupFilters * positions,
                            positions,
                            isPointwise ? input : columns[part],
                            from,
                            positions,
                            partGradients[part],
                            group * groupFilters * elements,
                            elements,
                            true);
        }

        private void addBiasGradient(int sample, int part) {
            int positions = window.positions();
            for (int filter = 0; bias >= 0 && filter < groups * groupFilters; filter++) {
                float sum = 0;
                int row = sample * units + filter * positions;
                for (int i = row; i < row + positions; i++) {
                    sum += delta[i];
                }
                partGradients[part][weightSize + filter] += sum;
            }
        }

        private void propagate(float[] error, int sample, int group, int part) {
            int positions = window.positions();
            int elements = window.elements();
            int to = sample * inputs + group * window.size();
            kernels.matrices()
                    .productTransposedLeft(
                            elements,
                            positions,
                            groupFilters,
                            memory.values,
                            weight + group * groupFilters * elements,
                            elements,
                            delta,
                            sample * units + group * groupFilters * positions,
                            positions,
                            isPointwise ? error : columnErrors[part],
                            isPointwise ? to : 0,
                            positions,
                            false);
            if (!isPointwise) {
                Arrays.fill(error, to, to + window.size(), 0);
                kernels.images().fold(window, columnErrors[part], 0, error, to);
            }
        }
    }
}
