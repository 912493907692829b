package dev.descent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What the machine can do at most: multiply-adds that stay in registers, and copies of memory, on one and on all cores. */
final class MachinePeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int LOOPS = 2_000_000;
    private static final int COPIED_FLOATS = 16 << 20;
    private static final int ROUNDS = 15;

    private MachinePeak() {}

    static void print() {
        int cores = Runtime.getRuntime().availableProcessors();
        print("multiply-add, 1 thread", "GFLOP/s", best(1, MachinePeak::multiplyAdds));
        print("multiply-add, all threads", "GFLOP/s", best(cores, MachinePeak::multiplyAdds));
        print("memory copy, 1 thread", "GB/s", best(1, MachinePeak::copies));
        print("memory copy, all threads", "GB/s", best(cores, MachinePeak::copies));
    }

    private static void print(String what, String quantity, double value) {
        Workbench.print("machine", what, 0, quantity, value);
    }

    /** The best of several rounds, summed over the threads; the best, because a peak is what nothing disturbed. */
    private static double best(int threads, DoubleSupplier work) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, together(threads, work));
        }
        return best;
    }

    private static double together(int threads, DoubleSupplier work) {
        double[] rates = new double[threads];
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            int place = i;
            others.add(Thread.ofPlatform().start(() -> rates[place] = work.getAsDouble()));
        }
        rates[0] = work.getAsDouble();
        double sum = rates[0];
        for (int i = 1; i < threads; i++) {
            join(others.get(i - 1));
            sum += rates[i];
        }
        return sum;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** In 10⁹ operations per second; twelve independent chains hide the latency of four cycles on two units. */
    private static double multiplyAdds() {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector added = FloatVector.broadcast(SPECIES, 1e-3f);
        FloatVector a = factor, b = factor, c = factor, d = factor, e = factor, f = factor;
        FloatVector g = factor, h = factor, i = factor, j = factor, k = factor, l = factor;
        long start = System.nanoTime();
        for (int loop = 0; loop < LOOPS; loop++) {
            a = a.fma(factor, added);
            b = b.fma(factor, added);
            c = c.fma(factor, added);
            d = d.fma(factor, added);
            e = e.fma(factor, added);
            f = f.fma(factor, added);
            g = g.fma(factor, added);
            h = h.fma(factor, added);
            i = i.fma(factor, added);
            j = j.fma(factor, added);
            k = k.fma(factor, added);
            l = l.fma(factor, added);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        FloatVector sum = a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l);
        keep(sum.lane(0));
        return 2.0 * SPECIES.length() * CHAINS * LOOPS / seconds / 1e9;
    }

    /** In 10⁹ bytes copied per second, of arrays larger than the caches. */
    private static double copies() {
        float[] from = new float[COPIED_FLOATS];
        float[] to = new float[COPIED_FLOATS];
        System.arraycopy(from, 0, to, 0, COPIED_FLOATS);
        int copies = 6;
        long start = System.nanoTime();
        for (int copy = 0; copy < copies; copy++) {
            System.arraycopy(from, 0, to, 0, COPIED_FLOATS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        keep(to[COPIED_FLOATS / 2]);
        return 4.0 * COPIED_FLOATS * copies / seconds / 1e9;
    }

    private static void keep(float value) {
        if (value == 12345.678f) {
            System.err.println(value);
        }
    }
}
