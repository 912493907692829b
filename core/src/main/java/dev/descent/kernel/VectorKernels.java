package dev.descent.kernel;

/** The kernels on the JDK's Vector API; to be loaded only where its module is present. */
final class VectorKernels {
    private VectorKernels() {}

    static Kernels on(Workers workers) {
        return new Kernels(
                new VectorMatrixKernels(workers),
                new VectorSparseKernels(workers),
                new VectorElementKernels(),
                new VectorOutputKernels(workers),
                new VectorImageKernels(),
                workers);
    }
}
