package dev.descent.network;

import dev.descent.kernel.Window;
import java.util.function.IntSupplier;

/**
 * Max pooling that the convolution before it does itself, a handful of samples at a time while their images are in the cache: neither
 * the images before pooling nor their errors are ever whole in memory. An error goes to the largest of its window and windows do not
 * overlap, so the activation's derivative is taken of the pooled images, a quarter as many, with the same bits.
 */
final class Pooling {
    private final Place place;
    private final Window window;
    private final Memory memory;

    /** Elements of an image before pooling. */
    private final int size;

    /** Elements of an image after it. */
    private final int pooled;

    /** Where each output came from, as an index into the sample; empty where nobody goes back. */
    private final int[] places;

    /**
     * Whether the convolution may pool its logits before the activation sees them: nobody goes back, and the largest of what relu gives is
     * what relu gives of the largest, bit by bit.
     */
    private final boolean comesFirst;

    /** A handful of images before pooling, or their errors, for each thread. */
    private final ThreadLocal<float[]> images;

    /** @param samples how many images a handful has at most */
    Pooling(Place convolution, Place place, Memory memory, IntSupplier samples) {
        this.place = place;
        this.memory = memory;
        window = ((MaxPool) place.layer()).over(place.input());
        size = place.input().size();
        pooled = place.output().size();
        comesFirst = !memory.options.training() && convolution.activation() instanceof Relu && window.isTwoByTwo();
        places = new int[Math.multiplyExact(comesFirst ? 0 : memory.maxBatch, pooled)];
        images = ThreadLocal.withInitial(() ->
                new float[samples.getAsInt() * size + memory.kernels().images().slack()]);
    }

    /** Whether a layer may pool for the one after it. */
    static boolean isPossible(Place convolution, Place next, CompileOptions options) {
        return convolution.layer() instanceof Conv2d
                && next.layer() instanceof MaxPool pool
                && pool.stride()
                        >= Math.max(pool.window().height(), pool.window().width())
                && convolution.activation() instanceof ElementwiseActivation activation
                && (activation instanceof Identity || activation.hasKernel())
                && !activation.needsLogits()
                && !options.recording();
    }

    boolean comesFirst() {
        return comesFirst;
    }

    Place place() {
        return place;
    }

    /** The calling thread's own. */
    float[] images() {
        return images.get();
    }

    /** @param image the first sample's, at 0 */
    void forward(int from, int to, float[] image, float[] output) {
        for (int sample = from; sample < to; sample++) {
            int at = (sample - from) * size;
            int pool = sample * pooled;
            memory.kernels().images().maxPool(window, image, at, output, pool, places, pool);
        }
    }

    /** @param error the first sample's, at 0 */
    void backward(int from, int to, float[] delta, float[] error) {
        for (int sample = from; sample < to; sample++) {
            int at = (sample - from) * size;
            int pool = sample * pooled;
            memory.kernels().images().maxPoolBackward(window, delta, pool, places, pool, error, at);
        }
    }
}
