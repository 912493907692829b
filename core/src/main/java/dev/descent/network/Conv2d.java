package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.TiledImages;
import dev.descent.kernel.Window;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import dev.descent.spec.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution (cross-correlation, as everywhere in this field) of images:
 * {@code logits[f, y, x] = bias[f] + Σ weight[f, c, i, j] · input[c, y · stride + i · dilation − padding, x · stride + j · dilation −
 * padding]}, zero outside the image, c over the channels of the filter's group (LeCun et al. 1989).
 *
 * <p>Shapes: input {@code [batch, channels, height, width]}, weight {@code [filters, channels / groups, window height, window
 * width]}, bias {@code [filters]}, logits {@code [batch, filters, output height, output width]}. With as many groups as channels
 * it is a depthwise convolution.
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
        Window over = groupWindow(place.input());
        boolean isPointwise = over.windowHeight() * over.windowWidth() == 1 && over.padding() == 0;
        if (groups == 1 && isWorthTiling(over, memory)) {
            return new WinogradConvolution(this, over, place, memory, wiring);
        }
        return stride == 1 && !isPointwise
                ? new DirectConvolution(this, over, place, memory, wiring)
                : new UnfoldedConvolution(this, over, place, memory, wiring);
    }

    /**
     * Whether {@link WinogradConvolution} is faster, as measured: the matrices of a point must be large enough for a product, and
     * the batch for what transforming the weight takes, which without training is done once.
     */
    private boolean isWorthTiling(Window over, Memory memory) {
        return TiledImages.suit(over)
                && over.channels() >= 16
                && over.channels() * filters >= 512
                && (memory.maxBatch >= 16 || !memory.options.training());
    }
}
