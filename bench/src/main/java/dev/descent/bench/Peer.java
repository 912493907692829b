package dev.descent.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A system that is measured.
 *
 * @param name short, as on the command line
 * @param about name, version and what is particular about it, for the report
 * @param tasks what it can do
 * @param threads the settings that are tried; the better one counts
 * @param optional whether it is measured only when named, because it is slow or heavy
 * @param program how it is run
 */
record Peer(String name, String about, Set<Task> tasks, List<Integer> threads, boolean optional, Program program) {
    private static final Set<Task> DENSE = Set.of(Task.START, Task.DENSE, Task.ACCURACY);
    private static final Set<Task> WITH_CONVOLUTION =
            Set.of(Task.START, Task.DENSE, Task.CONVOLUTION, Task.ACCURACY, Task.ACCURACY_LENET);
    private static final List<Integer> ONE_OR_TWO = List.of(1, 2);

    static final String DESCENT = "descent";

    /** How the program of a peer is started; the arguments task, seed and threads are appended. */
    sealed interface Program {
        /** Descent itself, from this JVM's class path. */
        record Own() implements Program {}

        /** Compiled from {@code bench/peers/<peer>} against the class path of its pom. */
        record Java(String mainClass, List<String> options) implements Program {}

        /** Run by the first Python that can import the modules. */
        record Python(String script, String module) implements Program {}
    }

    /** The descendant of the list is the report's order; Descent comes first. */
    static List<Peer> all(Path cache) {
        return List.of(
                new Peer(
                        DESCENT,
                        "Descent, its own session with shuffling, filling of batches and running accuracy",
                        Set.of(Task.values()),
                        ONE_OR_TWO,
                        false,
                        new Program.Own()),
                python("numpy", "NumPy 2 with its own OpenBLAS, network written by hand in place", "numpy", DENSE),
                python("sklearn", "scikit-learn, MLPClassifier by partial_fit", "sklearn", DENSE),
                python("torch", "PyTorch from Python, eager", "torch", WITH_CONVOLUTION),
                java(
                        "djl",
                        "DJL 0.34.0 with PyTorch 2.7.1",
                        "DjlPeer",
                        WITH_CONVOLUTION,
                        "-DDJL_CACHE_DIR=" + cache.resolve("djl/natives"),
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_interop_threads=1",
                        "-Dai.djl.pytorch.num_threads=THREADS"),
                java(
                        "dl4j",
                        "DL4J 1.0.0-M2.1, native AVX-512 backend",
                        "Dl4jPeer",
                        WITH_CONVOLUTION,
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("dl4j/natives"),
                        "-Dorg.bytedeco.javacpp.platform.extension=-avx512",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                new Peer(
                        "smile",
                        "Smile 6.3.0, computes in double on one thread",
                        DENSE,
                        List.of(1),
                        false,
                        new Program.Java("SmilePeer", List.of())),
                java(
                        "openblas",
                        "OpenBLAS 0.3.31 called on memory outside the heap",
                        "OpenBlasPeer",
                        Set.of(Task.PRODUCT),
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("openblas/natives")),
                new Peer(
                        "spark",
                        "Spark MLlib 4.1.0, computes in double, steps over all data only",
                        Set.of(Task.START, Task.DENSE),
                        List.of(2),
                        true,
                        new Program.Java("SparkPeer", List.of("--sun-misc-unsafe-memory-access=allow"))));
    }

    private static Peer python(String name, String about, String module, Set<Task> tasks) {
        return new Peer(name, about, tasks, ONE_OR_TWO, false, new Program.Python(name + "_peer.py", module));
    }

    private static Peer java(String name, String about, String mainClass, Set<Task> tasks, String... options) {
        return new Peer(name, about, tasks, ONE_OR_TWO, false, new Program.Java(mainClass, List.of(options)));
    }

    /** Variables by which native libraries read their number of threads. */
    static Map<String, String> threadVariables(int threads) {
        String value = Integer.toString(threads);
        return Map.of("OMP_NUM_THREADS", value, "OPENBLAS_NUM_THREADS", value, "MKL_NUM_THREADS", value);
    }
}
