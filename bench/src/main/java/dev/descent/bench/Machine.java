package dev.descent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says on what machine the figures were measured. */
final class Machine {
    private Machine() {}

    static String describe() {
        Runtime runtime = Runtime.getRuntime();
        return "%s, %d processors, %s, %s %s, Java %s (%s)"
                .formatted(
                        find("/proc/cpuinfo", "model name"),
                        runtime.availableProcessors(),
                        find("/proc/meminfo", "MemTotal"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        System.getProperty("java.vm.vendor"));
    }

    private static String find(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown " + key);
        } catch (IOException absent) {
            return "unknown " + key;
        }
    }

    /** How busy the machine was besides, as the number of processes waiting; "unknown" where the system does not tell. */
    static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException absent) {
            return "unknown";
        }
    }
}
