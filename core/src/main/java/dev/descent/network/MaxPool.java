package dev.descent.network;

import dev.descent.data.Shape;
import dev.descent.kernel.Window;
import dev.descent.spec.Arguments;
import dev.descent.spec.Spec;

/**
 * Max pooling: {@code output[c, y, x]} is the largest of the window's elements that lie in the image, the first of equals;
 * ∂loss/∂input goes to that element alone (Ranzato et al. 2007). The last rows and columns that fill no window are left out.
 *
 * @param window height and width
 * @param stride steps of the window, both ways
 * @param padding on all four sides, below the window's size
 */
public record MaxPool(WindowSize window, int stride, int padding) implements Layer {
    public MaxPool {
        if (stride < 1 || padding < 0 || padding >= Math.min(window.height(), window.width())) {
            throw new IllegalArgumentException(
                    "max-pool needs a stride of at least 1 and a padding below its window, got stride %d and padding %d"
                            .formatted(stride, padding));
        }
    }

    /** Square windows side by side. */
    public MaxPool(int size) {
        this(WindowSize.square(size), size, 0);
    }

    static MaxPool parse(Spec spec) {
        Arguments arguments = spec.arguments("window", "stride", "padding");
        WindowSize window = WindowSize.read(arguments, "window");
        return new MaxPool(window, arguments.integer("stride", window.height()), arguments.integer("padding", 0));
    }

    @Override
    public Spec spec() {
        return Spec.of("max-pool")
                .with(window.value())
                .withUnless(window.height(), "stride", stride)
                .withUnless(0, "padding", padding);
    }

    Window over(Shape input) {
        Images images = Images.of(input, "max-pool");
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

    /** Index of the largest element of a window in its sample. */
    private static int largest(Window over, double[] input, int from, int channel, int y, int x) {
        int best = -1;
        for (int i = 0; i < over.windowHeight(); i++) {
            for (int j = 0; j < over.windowWidth(); j++) {
                int row = y * over.stride() + i - over.padding();
                int column = x * over.stride() + j - over.padding();
                if (row >= 0 && row < over.height() && column >= 0 && column < over.width()) {
                    int pixel = (channel * over.height() + row) * over.width() + column;
                    best = best < 0 || input[from + pixel] > input[from + best] ? pixel : best;
                }
            }
        }
        return best;
    }

    /** For every output the index in the whole batch of the input it is. */
    private int[] sources(Place place, int batch, double[] input) {
        Window over = over(place.input());
        int[] sources = new int[batch * place.output().size()];
        int output = 0;
        for (int from = 0; from < input.length; from += place.input().size()) {
            for (int channel = 0; channel < over.channels(); channel++) {
                for (int y = 0; y < over.outputHeight(); y++) {
                    for (int x = 0; x < over.outputWidth(); x++) {
                        sources[output++] = from + largest(over, input, from, channel, y, x);
                    }
                }
            }
        }
        return sources;
    }

    @Override
    public double[] forward(Place place, Pass pass, double[] input) {
        int[] sources = sources(place, pass.batch(), input);
        double[] output = new double[sources.length];
        for (int i = 0; i < output.length; i++) {
            output[i] = input[sources[i]];
        }
        return output;
    }

    @Override
    public double[] backward(Place place, Pass pass, double[] input, double[] delta, double[] gradients) {
        int[] sources = sources(place, pass.batch(), input);
        double[] error = new double[input.length];
        for (int i = 0; i < sources.length; i++) {
            error[sources[i]] += delta[i];
        }
        return error;
    }

    @Override
    public LayerEngine engine(Place place, Memory memory, Wiring wiring) {
        return new Engine(over(place.input()), place, memory, wiring);
    }

    private static final class Engine extends LayerEngine {
        private final Window window;

        /** Where each output came from, as an index into the sample. */
        private final int[] places;

        Engine(Window window, Place place, Memory memory, Wiring wiring) {
            super(place, memory, wiring);
            this.window = window;
            this.places = new int[Math.multiplyExact(memory.maxBatch, units)];
        }

        @Override
        void transform(int batch) {
            memory.forEach(
                    batch,
                    4L * batch * inputs,
                    sample -> memory.kernels()
                            .images()
                            .maxPool(window, input, sample * inputs, logits, sample * units, places, sample * units));
        }

        @Override
        void propagate(int batch) {
            if (inputError == null) {
                return;
            }
            float[] error = inputError;
            memory.forEach(
                    batch,
                    4L * batch * inputs,
                    sample -> memory.kernels()
                            .images()
                            .maxPoolBackward(
                                    window, delta, sample * units, places, sample * units, error, sample * inputs));
        }
    }
}
