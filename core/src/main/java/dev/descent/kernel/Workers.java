package dev.descent.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share a loop. The loop's range is cut into chunks that do not depend on each other, so which thread
 * takes which chunk cannot change the result. Between loops the threads spin for a moment, because the next loop of a
 * training step comes within microseconds, and then sleep. A loop too small to be worth handing out, or one that comes while
 * the threads are busy with another caller's, runs on its caller.
 */
public final class Workers {
    /** Below this many multiply-adds (or memory operations of like cost) handing out costs more than it saves. */
    private static final long WORTH_SHARING = 400_000;

    /** Chunks per thread: more balance better when something else takes a core, fewer cost less. */
    private static final int CHUNKS_PER_THREAD = 3;

    /** Turns of the spin loop before sleeping, about 30 microseconds. */
    private static final int SPINS = 1 << 10;

    private final int threads;
    private final Worker[] workers;
    private final AtomicBoolean isBusy = new AtomicBoolean();
    private volatile @Nullable Job job;

    private Workers(int threads) {
        this.threads = threads;
        this.workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("descent-worker-" + (i + 1));
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
        return threads > 1 && work >= WORTH_SHARING;
    }

    /**
     * Runs the loop {@code 0 … count} on all threads and returns when all of it is done.
     *
     * @param grain chunks are multiples of it, but for the last
     */
    public void share(int count, int grain, Range range) {
        int grains = (count + grain - 1) / grain;
        int chunk = grain * Math.max(1, (grains + threads * CHUNKS_PER_THREAD - 1) / (threads * CHUNKS_PER_THREAD));
        if (threads == 1 || chunk >= count || !isBusy.compareAndSet(false, true)) {
            range.run(0, count);
            return;
        }
        try {
            Job shared = new Job(range, count, chunk);
            job = shared;
            for (Worker worker : workers) {
                worker.wake();
            }
            shared.work();
            shared.await();
        } finally {
            job = null;
            isBusy.set(false);
        }
    }

    private static final class Shared {
        static final Workers WORKERS = new Workers(Runtime.getRuntime().availableProcessors());
    }

    /** One loop being worked on. */
    private static final class Job {
        private final Range range;
        private final int count;
        private final int chunk;
        private final int chunks;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(Range range, int count, int chunk) {
            this.range = range;
            this.count = count;
            this.chunk = chunk;
            this.chunks = (count + chunk - 1) / chunk;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < chunks; i = next.getAndIncrement()) {
                try {
                    range.run(i * chunk, Math.min(count, (i + 1) * chunk));
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        void await() {
            for (int spins = 0; done.get() < chunks; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, 5_000);
                }
            }
            switch (failure) {
                case null -> {}
                case Error error -> throw error;
                case RuntimeException exception -> throw exception;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    private final class Worker extends Thread {
        private volatile boolean sleeps;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        void wake() {
            if (sleeps) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            Job last = null;
            int spins = 0;
            while (true) {
                Job current = job;
                if (current != null && current != last) {
                    current.work();
                    last = current;
                    spins = 0;
                } else if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    last = null;
                    sleep();
                    spins = 0;
                }
            }
        }

        /** Until the next job; the job is looked at after saying so, so none is missed. */
        private void sleep() {
            sleeps = true;
            while (job == null) {
                LockSupport.park(Workers.this);
            }
            sleeps = false;
        }
    }
}
