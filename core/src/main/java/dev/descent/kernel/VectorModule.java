package dev.descent.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The way to the kernels on the JDK's Vector API, asked without loading a class that needs its module. */
final class VectorModule {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether java was started with the module; {@code -Ddescent.vector=false} does as if not. */
    static boolean isPresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                && !"false".equals(System.getProperty("descent.vector"));
    }

    /** By name, so that the JVM meets the Vector API only here. */
    static Kernels kernels(Workers workers) {
        try {
            Class<?> vectors = Class.forName("dev.descent.kernel.VectorKernels");
            return (Kernels) MethodHandles.lookup()
                    .findStatic(vectors, "on", MethodType.methodType(Kernels.class, Workers.class))
                    .invokeExact(workers);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException("the kernels on " + MODULE + " cannot be made", thrown);
        }
    }
}
