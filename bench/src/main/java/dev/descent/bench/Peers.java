package dev.descent.bench;

import dev.descent.data.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs Descent and every peer on this machine in alternation, each in a process of its own, several times, and writes the
 * report.
 */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = "Measures Descent beside every other system present on this machine.")
final class Peers implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            description = "Groups of figures: start, dense, convolution, accuracy, accuracy-lenet, product, machine.")
    private @Nullable List<String> only;

    @Option(names = "--peers", split = ",", description = "Who is measured, for example descent,numpy,djl.")
    private @Nullable List<String> names;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Times everything is measured (${DEFAULT-VALUE}); 0 writes the report of an earlier run.")
    private int rounds;

    @Option(
            names = "--threads",
            split = ",",
            defaultValue = "1,2",
            description = "Numbers of threads tried (${DEFAULT-VALUE}).")
    private List<Integer> threads = List.of(1, 2);

    @Option(
            names = "--warm-up",
            defaultValue = "2",
            description = "Seconds of work before a figure is measured (${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "0.3",
            description = "Length of each of five measurements of a figure (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--append",
            description =
                    "Adds to the figures of earlier runs in the folder, so that a long run can be made in pieces.")
    private boolean append;

    @Option(names = "--out", defaultValue = "bench/report", description = "Folder of the report (${DEFAULT-VALUE}).")
    private Path out = Path.of("bench/report");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path cache = cache();
        Launcher launcher = new Launcher(module(), cache, data(), warmUp, seconds);
        List<Task> tasks = only == null
                ? List.of(Task.values())
                : only.stream().map(Task::parse).toList();
        List<Peer> asked = asked(Peer.all(cache), tasks);
        List<Peer> present = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (Peer peer : asked) {
            String reason = launcher.prepare(peer);
            if (reason == null) {
                present.add(peer);
            } else {
                absent.add(peer.name() + ": " + reason);
            }
        }
        absent.forEach(line -> System.err.println("absent, " + line));
        Summary summary = new Summary();
        if (append || rounds == 0) {
            readEarlier(summary);
        } else {
            Files.deleteIfExists(out.resolve("figures.jsonl"));
        }
        measure(launcher, present, tasks, summary);
        write(new Report(
                summary,
                measured(Peer.all(cache), summary),
                absent,
                Machine.describe() + ", load " + Machine.load(),
                launcher.pythonVersions(),
                command()));
        return 0;
    }

    private List<Peer> asked(List<Peer> all, List<Task> tasks) {
        Set<String> known = Set.copyOf(all.stream().map(Peer::name).toList());
        List<String> wanted = names == null ? List.of() : names;
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("there is no peer '%s', only %s"
                        .formatted(
                                name,
                                String.join(", ", all.stream().map(Peer::name).toList())));
            }
        }
        return all.stream()
                .filter(peer -> names == null ? !peer.optional() : wanted.contains(peer.name()))
                .filter(peer -> tasks.stream().anyMatch(peer.tasks()::contains))
                .toList();
    }

    /** One round after another, within a round one task after another, within a task all peers in turn. */
    private void measure(Launcher launcher, List<Peer> peers, List<Task> tasks, Summary summary)
            throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (Task task : tasks) {
                for (Peer peer : peers) {
                    if (!peer.tasks().contains(task)) {
                        continue;
                    }
                    for (int count : task == Task.MACHINE ? List.of(1) : settings(peer)) {
                        long start = System.nanoTime();
                        List<Measurement> measured = launcher.run(peer, task, round, count);
                        measured.forEach(summary::add);
                        keep(measured, round);
                        System.err.printf(
                                Locale.ROOT,
                                "round %d of %d, %s, %s on %d: %d figures in %.0f s%n",
                                round,
                                rounds,
                                task.argument(),
                                peer.name(),
                                count,
                                measured.size(),
                                (System.nanoTime() - start) / 1e9);
                    }
                }
            }
        }
    }

    /** Those of whom there are figures, from this run or an earlier one in the same folder. */
    private static List<Peer> measured(List<Peer> all, Summary summary) {
        Set<String> names = new HashSet<>();
        summary.figuresByTask().values().forEach(figures -> names.addAll(summary.peers(figures)));
        return all.stream().filter(peer -> names.contains(peer.name())).toList();
    }

    private void readEarlier(Summary summary) throws IOException {
        for (String line : Files.readAllLines(out.resolve("figures.jsonl"))) {
            summary.add(Measurement.parse(line));
        }
    }

    private List<Integer> settings(Peer peer) {
        List<Integer> settings =
                peer.threads().stream().filter(threads::contains).toList();
        return settings.isEmpty() ? List.of(peer.threads().getFirst()) : settings;
    }

    /** Adds the figures to the raw file at once, so that a run broken off is not lost. */
    private void keep(List<Measurement> measured, int round) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Measurement measurement : measured) {
            lines.append(measurement.json(round)).append('\n');
        }
        Files.createDirectories(out);
        Files.writeString(out.resolve("figures.jsonl"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void write(Report report) throws IOException {
        Files.createDirectories(out);
        AtomicFile.write(out.resolve("report.md"), report.markdown());
        AtomicFile.write(out.resolve("report.svg"), Chart.svg(report.summary()));
        System.out.print(report.markdown());
        System.err.printf("written: %s and report.svg%n", out.resolve("report.md"));
    }

    private String command() {
        List<String> words = new ArrayList<>(List.of("./descent", "bench", "peers"));
        if (only != null) {
            words.addAll(List.of("--only", String.join(",", only)));
        }
        if (names != null) {
            words.addAll(List.of("--peers", String.join(",", names)));
        }
        words.addAll(List.of("--rounds", Integer.toString(rounds)));
        if (names == null && !threads.equals(List.of(1, 2))) {
            words.addAll(List.of(
                    "--threads",
                    String.join(",", threads.stream().map(String::valueOf).toList())));
        }
        words.addAll(List.of("--warm-up", Double.toString(warmUp), "--seconds", Double.toString(seconds)));
        return String.join(" ", words);
    }

    /** Where class paths, classes and native libraries of the peers are kept. */
    static Path cache() {
        return Path.of(System.getProperty("user.home"), ".cache", "descent", "peers");
    }

    /** The folder of the bench module. */
    static Path module() {
        return Path.of(System.getProperty("descent.home", "."), "bench").toAbsolutePath();
    }

    /** The folder that holds mnist/, zipped as it is distributed. */
    static Path data() {
        Map<String, String> environment = System.getenv();
        String variable = environment.getOrDefault("DESCENT_DATA", "");
        List<Path> folders = variable.isEmpty()
                ? List.of(Path.of(System.getProperty("user.home"), ".descent", "data"))
                : List.of(Path.of(variable));
        return folders.stream()
                .filter(folder -> Files.exists(folder.resolve("mnist/train-images-idx3-ubyte.gz")))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "the benchmark needs MNIST: fetch it by ./descent data fetch mnist, or set DESCENT_DATA to the folder that holds mnist/train-images-idx3-ubyte.gz"));
    }
}
