package dev.descent.cli;

import java.util.concurrent.CountDownLatch;

/**
 * While open, Ctrl-C asks the work to stop and waits until what was done is kept, instead of ending the process at once.
 * The JVM then ends with exit code 130 by itself.
 */
public final class Interruption implements AutoCloseable {
    private final CountDownLatch kept = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean happened;

    /** @param stop asks the work to stop; called from another thread */
    public Interruption(Runnable stop) {
        hook = new Thread(() -> interrupt(stop), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt(Runnable stop) {
        happened = true;
        stop.run();
        try {
            kept.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether Ctrl-C was pressed. */
    public boolean happened() {
        return happened;
    }

    /** Everything is kept: the process may end. */
    @Override
    public void close() {
        kept.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The JVM began to end just now: the hook finds nothing left to wait for.
                happened = true;
            }
        }
    }
}
