package dev.descent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at a process's peak resident memory until it ends, where the system tells it (Linux: VmHWM). */
final class MemoryWatch {
    private static final long MILLISECONDS_BETWEEN_LOOKS = 20;
    private volatile long peakKilobytes;

    private MemoryWatch() {}

    static MemoryWatch of(Process process) {
        MemoryWatch watch = new MemoryWatch();
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        Thread.ofVirtual().name("memory-watch").start(() -> watch.follow(process, status));
        return watch;
    }

    private void follow(Process process, Path status) {
        try {
            while (process.isAlive()) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmHWM:")) {
                        peakKilobytes = Math.max(peakKilobytes, Long.parseLong(line.replaceAll("\\D", "")));
                    }
                }
                Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
            }
        } catch (IOException | InterruptedException ended) {
            // The process ended between two looks, or this system has no such file: what was seen stands.
        }
    }

    /** 0 when nothing was seen. */
    double peakMegabytes() {
        return peakKilobytes / 1024.0;
    }
}
