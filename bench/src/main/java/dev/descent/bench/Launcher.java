package dev.descent.bench;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the peers' programs ready (class paths by Maven, classes by javac) and runs them, each in a process of its own.
 */
final class Launcher {
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx4g",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true");

    private final Path sources;
    private final Path cache;
    private final Path java;
    private final Path data;
    private final String warmUp;
    private final String seconds;
    private String only = "";

    /**
     * @param module the folder {@code bench} of the repository
     * @param cache where class paths, classes and native libraries are kept
     * @param data the folder that holds {@code mnist/}
     * @param warmUp seconds of work before a figure is measured
     * @param seconds of each of five measurements, of which the median counts
     */
    Launcher(Path module, Path cache, Path data, double warmUp, double seconds) {
        this.sources = module;
        this.cache = cache;
        this.java = Path.of(System.getProperty("java.home"), "bin");
        this.data = data;
        this.warmUp = Double.toString(warmUp);
        this.seconds = Double.toString(seconds);
    }

    /** Lets programs measure only those figures whose task, network and batch have this in them. */
    void restrictTo(String pattern) {
        only = pattern;
    }

    /** Fetches and compiles what a peer needs; the reason when it cannot be had, else null. */
    @Nullable
    String prepare(Peer peer) throws IOException, InterruptedException {
        return switch (peer.program()) {
            case Peer.Program.Own _ -> prepareOwn();
            case Peer.Program.Java program -> prepareJava(peer, program);
            case Peer.Program.Python program ->
                python(program) == null ? "no python3 here can import " + program.module() : null;
        };
    }

    /** The launcher's archive of loaded classes, as ./descent has one. */
    private @Nullable String prepareOwn() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(cache.resolve(Peer.DESCENT));
        Path classes = folder.resolve("classes.list");
        Files.deleteIfExists(archive());
        List<String> command = ownCommand("-XX:DumpLoadedClassList=" + classes);
        command.addAll(List.of(Task.ACCURACY.argument(), "1", "1"));
        if (!succeeds(command)) {
            return "its program fails: " + String.join(" ", command);
        }
        List<String> dump =
                ownCommand("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + archive());
        return succeeds(dump) ? null : "its classes cannot be archived: " + String.join(" ", dump);
    }

    private Path archive() {
        return cache.resolve(Peer.DESCENT).resolve("descent.jsa");
    }

    private List<String> ownCommand(String... options) {
        List<String> command = new ArrayList<>(List.of(java.resolve("java").toString()));
        command.addAll(ownOptions());
        command.addAll(List.of(options));
        command.add(DescentProgram.class.getName());
        return command;
    }

    /** Those ./descent gave to this process: what is measured is what its users get. */
    private static List<String> ownOptions() {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") && !option.startsWith("-XX:SharedArchiveFile"))
                .forEach(options::add);
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return options;
    }

    private @Nullable String prepareJava(Peer peer, Peer.Program.Java program)
            throws IOException, InterruptedException {
        Path folder = sources.resolve("peers").resolve(peer.name());
        Path libraries = libraries(peer);
        if (!Files.exists(libraries)
                || Files.getLastModifiedTime(folder.resolve("pom.xml")).compareTo(Files.getLastModifiedTime(libraries))
                        > 0) {
            System.err.println("fetching the class path of " + peer.name());
            if (!succeeds(List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "-f",
                    folder.resolve("pom.xml").toString(),
                    COPY,
                    "-DoutputDirectory=" + libraries))) {
                return "its class path cannot be fetched by mvn -f " + folder.resolve("pom.xml");
            }
            Files.setLastModifiedTime(libraries, FileTime.fromMillis(System.currentTimeMillis()));
        }
        Path common = sources.resolve("src/main/java/dev/descent/bench");
        boolean compiles = succeeds(List.of(
                java.resolve("javac").toString(),
                "-nowarn",
                "-d",
                classes(peer).toString(),
                "-cp",
                libraries + "/*",
                folder.resolve(program.mainClass() + ".java").toString(),
                common.resolve("Workbench.java").toString(),
                common.resolve("Product.java").toString()));
        return compiles ? null : "its program does not compile";
    }

    private Path libraries(Peer peer) {
        return cache.resolve(peer.name()).resolve("lib");
    }

    private Path classes(Peer peer) {
        return cache.resolve(peer.name()).resolve("classes");
    }

    /** Where a Python is looked for: our own, the user's, the system's, whose packages a newer one of the user's does not see. */
    private List<String> pythons() {
        return List.of(cache.resolve("python/bin/python").toString(), "python3", "/usr/bin/python3");
    }

    private @Nullable String python(Peer.Program.Python program) throws IOException, InterruptedException {
        for (String python : pythons()) {
            if (succeeds(List.of(python, "-c", "import numpy, " + program.module()))) {
                return python;
            }
        }
        return null;
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * Runs one process to its end.
     *
     * @return its figures, and its peak memory; empty when it failed
     */
    List<Measurement> run(Peer peer, Task task, int seed, int threads) throws IOException, InterruptedException {
        List<String> command = command(peer, threads);
        command.addAll(List.of(task.argument(), Integer.toString(seed), Integer.toString(threads)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Peer.threadVariables(threads));
        // Some machines set it for old libraries; it would hold a current one back.
        builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
        builder.environment().put("DESCENT_DATA", data.toString());
        builder.environment().put("BENCH_WARM_UP", warmUp);
        builder.environment().put("BENCH_SECONDS", seconds);
        builder.environment().put("BENCH_ONLY", only);
        builder.environment().put("BENCH_STARTED", Double.toString(System.currentTimeMillis() / 1e3));
        Process process = builder.start();
        MemoryWatch memory = MemoryWatch.of(process);
        List<Measurement> measurements = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            lines.lines()
                    .filter(line -> line.startsWith("{"))
                    .forEach(line -> measurements.add(Measurement.parse(peer.name(), threads, line)));
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            System.err.printf("%s failed: %s%n", peer.name(), String.join(" ", command));
        }
        if (task == Task.ACCURACY && memory.peakMegabytes() > 0) {
            measurements.add(new Measurement(
                    peer.name(), threads, new Figure("memory", "B256", 64, "MB peak"), memory.peakMegabytes()));
        }
        return measurements;
    }

    private List<String> command(Peer peer, int threads) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        switch (peer.program()) {
            case Peer.Program.Own _ -> command.addAll(ownCommand("-XX:SharedArchiveFile=" + archive()));
            case Peer.Program.Java program -> {
                command.add(java.resolve("java").toString());
                command.addAll(JVM_OPTIONS);
                program.options().forEach(option -> command.add(option.replace("THREADS", Integer.toString(threads))));
                command.addAll(List.of("-cp", classes(peer) + ":" + libraries(peer) + "/*", program.mainClass()));
            }
            case Peer.Program.Python program -> {
                String python = python(program);
                command.add(python == null ? "python3" : python);
                command.add(sources.resolve("peers/python")
                        .resolve(program.script())
                        .toString());
            }
        }
        return command;
    }

    /** The version of each Java peer's library is in its pom; the Pythons that run peers are asked. */
    String pythonVersions() throws IOException, InterruptedException {
        String script =
                "import sys,importlib\nprint('Python', sys.version.split()[0], end='')\nfor m in 'numpy','sklearn','torch':\n try: print(',', m, importlib.import_module(m).__version__, end='')\n except ImportError: pass";
        List<String> versions = new ArrayList<>();
        for (String python : pythons()) {
            if (!succeeds(List.of(python, "-c", "import numpy"))) {
                continue;
            }
            Process process = new ProcessBuilder(python, "-c", script).start();
            try (BufferedReader reader = process.inputReader();
                    Stream<String> lines = reader.lines()) {
                versions.add(lines.collect(joining()));
            }
            process.waitFor();
        }
        return versions.isEmpty() ? "no Python" : versions.stream().distinct().collect(joining("; "));
    }
}
