package dev.descent.kernel;

/** Whether the JDK's Vector API can be used, asked without touching a class that needs it. */
final class VectorModule {
    private VectorModule() {}

    static boolean isPresent() {
        return false;
    }

    static Kernels kernels(Workers workers) {
        return Kernels.scalar(workers);
    }
}
