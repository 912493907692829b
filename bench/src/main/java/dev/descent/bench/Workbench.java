package dev.descent.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What every measured Java program does in the same way: read MNIST, repeat a piece of work and time it, print figures as
 * JSON lines. Needs nothing but the JDK, because it is also compiled into each peer's class path.
 */
@SuppressWarnings("MutablePublicArray") // Plain arrays are what all the programs build their networks from.
public final class Workbench {
    /** Layer sizes of the networks A, B and C; A is sigmoid with squared error, B and C relu with cross-entropy. */
    public static final int[][] SIZES = {{784, 16, 10}, {784, 128, 10}, {784, 512, 512, 10}};

    public static final String[] NAMES = {"A", "B", "C"};
    public static final int[] BATCHES = {1, 32, 128, 1024};

    /** The network whose time to an accuracy is measured. */
    public static final int[] ACCURACY_SIZES = {784, 256, 10};

    public static final int ACCURACY_BATCH = 64;
    public static final int CONVOLUTION_BATCH = 64;

    /** Steps between two looks at the test accuracy: a quarter of an epoch at batch 64. */
    public static final int STEPS_BETWEEN_LOOKS = 234;

    private static final int MEASUREMENTS = 5;
    private static final double WARM_UP_SECONDS = number("BENCH_WARM_UP", 2);
    private static final double SECONDS = number("BENCH_SECONDS", 0.4);
    /** What is measured of a program's figures: those whose task, network and batch, with blanks between, have this in them. */
    private static final Pattern ONLY = Pattern.compile(System.getenv().getOrDefault("BENCH_ONLY", ""));

    private static final double STARTED = number("BENCH_STARTED", System.currentTimeMillis() / 1e3);

    private Workbench() {}

    /** A data set: pixels divided by 255, {@code [size, 784]}, and labels. */
    public record Images(float[] pixels, int[] labels) {
        public int size() {
            return labels.length;
        }

        /** A copy of samples in a row. */
        public float[] rows(int first, int count) {
            return Arrays.copyOfRange(pixels, first * 784, (first + count) * 784);
        }

        /** One-hot rows, {@code [count, 10]}. */
        public float[] oneHot(int first, int count) {
            float[] rows = new float[count * 10];
            for (int sample = 0; sample < count; sample++) {
                rows[sample * 10 + labels[first + sample]] = 1;
            }
            return rows;
        }

        /** Labels as floats. */
        public float[] labelsAsFloats(int first, int count) {
            float[] values = new float[count];
            for (int sample = 0; sample < count; sample++) {
                values[sample] = labels[first + sample];
            }
            return values;
        }
    }

    public static Images train() throws IOException {
        return images("train");
    }

    public static Images test() throws IOException {
        return images("t10k");
    }

    private static Images images(String part) throws IOException {
        byte[] bytes = unzip(part + "-images-idx3-ubyte.gz");
        byte[] labelBytes = unzip(part + "-labels-idx1-ubyte.gz");
        float[] pixels = new float[bytes.length - 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes[i + 16] & 255) / 255f;
        }
        int[] labels = new int[labelBytes.length - 8];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labelBytes[i + 8];
        }
        return new Images(pixels, labels);
    }

    private static byte[] unzip(String name) throws IOException {
        Path file = Path.of(System.getenv("DESCENT_DATA"), "mnist", name);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            return in.readAllBytes();
        }
    }

    /** Prints samples per second: the median of several measurements after a warm-up. */
    public static void throughput(String task, String network, int batch, int samplesPerCall, Runnable work) {
        rate(task, network, batch, "samples/s", samplesPerCall, work);
    }

    /** Prints how much is done per second: the median of several measurements after a warm-up. */
    public static void rate(String task, String name, int batch, String quantity, double perCall, Runnable work) {
        if (isLeftOut(task, name, batch)) {
            return;
        }
        repeat(work, WARM_UP_SECONDS);
        long calls = Math.max(1, Math.round(SECONDS / repeat(work, SECONDS / 2)));
        double[] rates = new double[MEASUREMENTS];
        for (int i = 0; i < rates.length; i++) {
            long start = System.nanoTime();
            for (long call = 0; call < calls; call++) {
                work.run();
            }
            rates[i] = perCall * calls * 1e9 / (System.nanoTime() - start);
        }
        Arrays.sort(rates);
        print(task, name, batch, quantity, rates[MEASUREMENTS / 2]);
    }

    private static boolean isLeftOut(String task, String network, int batch) {
        return !ONLY.matcher(task + " " + network + " " + batch).find();
    }

    /** Calls for a while; gives the seconds per call. */
    private static double repeat(Runnable work, double seconds) {
        long start = System.nanoTime();
        long calls = 0;
        do {
            work.run();
            calls++;
        } while (calls < 2 || System.nanoTime() - start < seconds * 1e9);
        return (System.nanoTime() - start) / 1e9 / calls;
    }

    /** Prints the median and the 99th percentile of one call, in microseconds. */
    public static void latency(String network, Runnable work) {
        if (isLeftOut("one image", network, 1)) {
            return;
        }
        repeat(work, WARM_UP_SECONDS);
        long[] nanos = new long[4000];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        print("one image", network, 1, "us median", nanos[nanos.length / 2] / 1e3);
        print("one image", network, 1, "us p99", nanos[nanos.length * 99 / 100] / 1e3);
    }

    /** Prints the seconds since the process was started. */
    public static void started() {
        print("start", "B", 32, "s", secondsSinceStart());
    }

    public static double secondsSinceStart() {
        return System.currentTimeMillis() / 1e3 - STARTED;
    }

    /** Prints one figure as a line of JSON. */
    public static void print(String task, String network, int batch, String quantity, double value) {
        System.out.printf(
                Locale.ROOT,
                "{\"task\":\"%s\",\"network\":\"%s\",\"batch\":%d,\"quantity\":\"%s\",\"value\":%.6g}%n",
                task,
                network,
                batch,
                quantity,
                value);
        System.out.flush();
    }

    /** The accuracies waited for during a training. */
    public static final class Milestones {
        private final String network;
        private final double[] targets;
        private int reached;

        public Milestones(String network, double... targets) {
            this.network = network;
            this.targets = targets.clone();
        }

        /** Prints the time of every target now reached; true when it was the last. */
        public boolean see(double accuracy) {
            while (reached < targets.length && accuracy >= targets[reached]) {
                String quantity = "s to " + Math.round(targets[reached] * 100) + " %";
                print("accuracy", network, ACCURACY_BATCH, quantity, secondsSinceStart());
                reached++;
            }
            return reached == targets.length;
        }
    }

    public static Milestones milestones(String network) {
        return network.equals("lenet")
                ? new Milestones(network, 0.95, 0.97, 0.98, 0.99)
                : new Milestones(network, 0.95, 0.97, 0.98);
    }

    /** The numbers below count in random order. */
    public static int[] permutation(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    private static double number(String variable, double standard) {
        String value = System.getenv(variable);
        return value == null ? standard : Double.parseDouble(value);
    }
}
