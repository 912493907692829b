package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.Window;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;
import java.util.Arrays;

/**
 * Average pooling: {@code output[c, y, x]} is the mean of the window's elements that lie in the image (padding does not count,
 * as in Keras; LeCun et al. 1998). The last rows and columns that fill no window are left out.
 *
 * @param window height and width
 * @param stride steps of the window, both ways
 * @param padding on all four sides, below the window's size
 */
public record AveragePool(WindowSize window, int stride, int padding) implements Layer {
    public AveragePool {
        if (stride < 1 || padding < 0 || padding >= Math.min(window.height(), window.width())) {
            throw new IllegalArgumentException(
                    "average-pool needs a stride of at least 1 and a padding below its window, got stride %d and padding %d"
                            .formatted(stride, padding));
        }
    }

    /** Square windows side by side. */
    public AveragePool(int size) {
        this(WindowSize.square(size), size, 0);
    }

    static AveragePool parse(Spec spec) {
        Arguments arguments = spec.arguments("window", "stride", "padding");
        WindowSize window = WindowSize.read(arguments, "window");
        return new AveragePool(window, arguments.integer("stride", window.height()), arguments.integer("padding", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("average-pool")
                .with(window.value())
                .withUnless(window.height(), "stride", stride)
                .withUnless(0, "padding", padding);
    }

    private Window over(Shape input) {
        Images images = Images.of(input, "average-pool");
        return new Window(
                images.channels(),
                images.height(),
                images.width(),
                window.height(),
                window.width(),
                stride,
                padding,
                1);
    }

    @Override
    public Shape output(Shape input) {
        Window over = over(input);
        return Shape.of(over.channels(), over.outputHeight(), over.outputWidth());
    }

    /** Called for every element of every window: output[output] += input[pixel] / count. */
    private interface Term {
        void add(int output, int pixel, int count);
    }

    /** All windows of one sample. */
    private static void forEachTerm(Window over, Term term) {
        int output = 0;
        for (int channel = 0; channel < over.channels(); channel++) {
            for (int y = 0; y < over.outputHeight(); y++) {
                for (int x = 0; x < over.outputWidth(); x++) {
                    int top = Math.max(0, y * over.stride() - over.padding());
                    int left = Math.max(0, x * over.stride() - over.padding());
                    int bottom = Math.min(over.height(), y * over.stride() - over.padding() + over.windowHeight());
                    int right = Math.min(over.width(), x * over.stride() - over.padding() + over.windowWidth());
                    for (int row = top; row < bottom; row++) {
                        for (int column = left; column < right; column++) {
                            int pixel = (channel * over.height() + row) * over.width() + column;
                            term.add(output, pixel, (bottom - top) * (right - left));
                        }
                    }
                    output++;
                }
            }
        }
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int inputs = place.input().size();
        int outputs = place.output().size();
        double[] result = new double[pass.batch() * outputs];
        for (int sample = 0; sample < pass.batch(); sample++) {
            int from = sample * inputs;
            int to = sample * outputs;
            forEachTerm(
                    over(place.input()), (output, pixel, count) -> result[to + output] += input[from + pixel] / count);
        }
        return result;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int inputs = place.input().size();
        int outputs = place.output().size();
        double[] error = new double[input.length];
        for (int sample = 0; sample < pass.batch(); sample++) {
            int from = sample * inputs;
            int to = sample * outputs;
            forEachTerm(
                    over(place.input()), (output, pixel, count) -> error[from + pixel] += delta[to + output] / count);
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(over(place.input()), place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        private final Window window;

        Engine(Window window, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            this.window = window;
        }

        @Override
        void transform(int batch) {
            memory.forEach(
                    batch,
                    4L * batch * inputs,
                    sample -> memory.kernels()
                            .images()
                            .averagePool(window, input, sample * inputs, logits, sample * units));
        }

        @Override
        void propagate(int batch) {
            if (inputError == null) {
                return;
            }
            float[] error = inputError;
            memory.forEach(batch, 4L * batch * inputs, sample -> {
                Arrays.fill(error, sample * inputs, (sample + 1) * inputs, 0);
                memory.kernels().images().averagePoolBackward(window, delta, sample * units, error, sample * inputs);
            });
        }
    }
}
