package dev.descent.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share a loop. The loop's range is cut into chunks that do not depend on each other, so which thread
 * takes which chunk cannot change the result. Each thread begins with chunks of its own, the same in every loop of the same
 * size, because their data are still in its cache, and then helps the others. Between loops the threads spin for a moment,
 * because the next loop of a training step comes within microseconds, and then sleep. A loop too small to be worth handing
 * out, or one that comes while the threads are busy with another caller's, runs on its caller.
 */
public final class Workers {
    /** Below this many multiply-adds (or memory operations of like cost) handing out costs more than it saves. */
    private static final long WORTH_SHARING = 100_000;

    /** Chunks per thread: more balance better when something else takes a core, fewer cost less. */
    private static final int CHUNKS_PER_THREAD = 3;

    /**
     * Turns of the spin loop before sleeping, about 400 microseconds: longer than a thread that is woken takes to come, else it
     * would find its part of a product done, sleep again before the next, and never work.
     */
    private static final int SPINS = 1 << 14;

    /** Counters lie a cache line or more apart. */
    private static final int APART = 32;

    private final int threads;
    private final Worker[] workers;
    private final AtomicBoolean isBusy = new AtomicBoolean();

    /** Chunks not yet taken of each thread's own. A chunk taken keeps the loop, and with it the fields below, as they are. */
    private final AtomicIntegerArray remaining;

    /** Chunks that others than the caller have done. */
    private final AtomicInteger done = new AtomicInteger();

    private @Nullable Range range;
    private int count;
    private int chunk;
    private int chunks;
    private volatile @Nullable Throwable failure;

    /** Changes when there is a new loop. */
    private volatile int loop;

    /** The number of the current loop; only the caller that holds {@link #isBusy} counts it. */
    private int loops;

    private Workers(int threads) {
        this.threads = threads;
        this.remaining = new AtomicIntegerArray(threads * APART);
        this.workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
    }

    /** A pool of its own; 1 means the caller alone. The threads are daemons and end with the JVM. */
    public static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("workers need at least 1 thread, got " + threads);
        }
        return new Workers(threads);
    }

    /** The pool of this JVM, with as many threads as processors. */
    public static Workers shared() {
        return Shared.WORKERS;
    }

    /** How many threads work, the caller included. */
    public int threads() {
        return threads;
    }

    /** Part of a loop. */
    @FunctionalInterface
    public interface Range {
        /** Does {@code from} (inclusive) to {@code to} (exclusive); writes nothing another range reads or writes. */
        void run(int from, int to);
    }

    /**
     * Whether a loop with that much work is handed out; ask before making the {@link Range}, to make none in vain.
     *
     * @param work multiply-adds, or memory operations of like cost, in the whole loop
     */
    public boolean isWorthSharing(long work) {
        return threads > 1 && isLarge(work);
    }

    /** The same without regard to the number of threads, for what must not depend on it. */
    static boolean isLarge(long work) {
        return work >= WORTH_SHARING;
    }

    /**
     * Runs the loop {@code 0 … count} on all threads and returns when all of it is done.
     *
     * @param grain chunks are multiples of it, but for the last
     */
    public void share(int count, int grain, Range range) {
        share(count, grain, CHUNKS_PER_THREAD, range);
    }

    /** @param chunksPerThread few where each chunk costs something beside its share of the work */
    void share(int count, int grain, int chunksPerThread, Range range) {
        int grains = (count + grain - 1) / grain;
        int most = threads * chunksPerThread;
        int size = grain * Math.max(1, (grains + most - 1) / most);
        if (threads == 1 || size >= count || !isBusy.compareAndSet(false, true)) {
            range.run(0, count);
            return;
        }
        try {
            begin(count, size, range);
            await(chunks - work(0));
        } finally {
            this.range = null;
            isBusy.setRelease(false);
        }
        rethrow();
    }

    private void begin(int newCount, int newChunk, Range newRange) {
        count = newCount;
        chunk = newChunk;
        chunks = (newCount + newChunk - 1) / newChunk;
        range = newRange;
        if (failure != null) {
            failure = null;
        }
        // In this order, but without waiting for each: every line is in another core's cache, and they may come
        // together.
        done.setRelease(0);
        for (int thread = 0; thread < threads; thread++) {
            remaining.setRelease(thread * APART, first(thread + 1) - first(thread));
        }
        loops++;
        loop = loops;
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    /** The first chunk of a thread's own. */
    private int first(int thread) {
        return chunks * thread / threads;
    }

    /** Takes chunks, the thread's own first, until none is left; gives how many. */
    private int work(int thread) {
        int taken = 0;
        for (int i = 0; i < threads; i++) {
            int owner = (thread + i) % threads;
            while (remaining.get(owner * APART) > 0) {
                int left = remaining.getAndDecrement(owner * APART);
                if (left > 0) {
                    run(first(owner + 1) - left);
                    taken++;
                    if (thread > 0) {
                        done.incrementAndGet();
                    }
                }
            }
        }
        return taken;
    }

    private void run(int number) {
        Range current = range;
        try {
            if (current != null) {
                current.run(number * chunk, Math.min(count, (number + 1) * chunk));
            }
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
    }

    private void await(int others) {
        for (int spins = 0; done.get() < others; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, 5_000);
            }
        }
    }

    private void rethrow() {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private static final class Shared {
        static final Workers WORKERS = new Workers(Runtime.getRuntime().availableProcessors());
    }

    private final class Worker extends Thread {
        private final int number;
        private volatile boolean sleeps;

        Worker(int number) {
            super("descent-worker-" + number);
            this.number = number;
            setDaemon(true);
        }

        void wake() {
            if (sleeps) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int last = 0;
            int spins = 0;
            while (true) {
                int current = loop;
                if (current != last) {
                    last = current;
                    work(number);
                    spins = 0;
                } else if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    sleep(last);
                    spins = 0;
                }
            }
        }

        /** Until the next loop; it is looked for after saying so, so none is missed. */
        private void sleep(int last) {
            sleeps = true;
            while (loop == last) {
                LockSupport.park(Workers.this);
            }
            sleeps = false;
        }
    }
}
