package dev.descent.kernel;

import java.lang.System.Logger.Level;

/**
 * One implementation of all array arithmetic, sharing one pool of workers. Safe for use by several threads.
 *
 * @param matrices products of matrices
 * @param sparse products of matrices whose rows are mostly zeros
 * @param elements element-wise passes, sums and softmax
 * @param outputs the last layer of a classifier with its loss
 * @param images windows of images: convolution and pooling
 * @param workers the threads they share
 */
public record Kernels(
        MatrixKernels matrices,
        SparseKernels sparse,
        ElementKernels elements,
        OutputKernels outputs,
        ImageKernels images,
        Workers workers) {

    /** The fastest kernels this JVM can run, on all processors; always the same object. */
    public static Kernels best() {
        return Best.KERNELS;
    }

    /** The fastest kernels this JVM can run, on the given workers. */
    public static Kernels best(Workers workers) {
        return VectorModule.isPresent() ? VectorModule.kernels(workers) : scalar(workers);
    }

    /** Plain loops on the calling thread. */
    public static Kernels scalar() {
        return scalar(Workers.of(1));
    }

    /** Plain loops on the given workers. */
    public static Kernels scalar(Workers workers) {
        return new Kernels(
                new ScalarMatrixKernels(workers),
                new ScalarSparseKernels(workers),
                new ScalarElementKernels(),
                new ScalarOutputKernels(),
                new ScalarImageKernels(),
                workers);
    }

    private static final class Best {
        static final Kernels KERNELS = choose();

        private static Kernels choose() {
            if (!VectorModule.isPresent()) {
                System.getLogger(Kernels.class.getName())
                        .log(
                                Level.INFO,
                                "no jdk.incubator.vector module, so plain loops compute, several times slower: start java with"
                                        + " --add-modules jdk.incubator.vector");
            }
            return best(Workers.shared());
        }
    }
}
