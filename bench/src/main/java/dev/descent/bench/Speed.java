package dev.descent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Descent alone, in a minute or two: to see what a change of the code did. */
@Command(
        name = "speed",
        mixinStandardHelpOptions = true,
        description = "Measures Descent alone: training, answering, matrix products, the machine's peak.")
final class Speed implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            defaultValue = "dense,convolution,product,machine",
            description = "Groups of figures: start, dense, convolution, accuracy, accuracy-lenet, product, machine"
                    + " (${DEFAULT-VALUE}).")
    private List<String> only = List.of();

    @Option(
            names = "--figures",
            description = "Only figures whose task, network and batch have this regular expression in them, as"
                    + " 'train A 32'.")
    private @Nullable String figures;

    @Option(
            names = "--threads",
            split = ",",
            defaultValue = "1,2",
            description = "Numbers of threads tried (${DEFAULT-VALUE}).")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--quick", description = "Measures each figure for a moment only.")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path cache = Peers.cache();
        Launcher launcher = new Launcher(Peers.module(), cache, Peers.data(), quick ? 0.3 : 2, quick ? 0.05 : 0.3);
        Peer descent = Peer.all(cache).getFirst();
        String reason = launcher.prepare(descent);
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
        if (figures != null) {
            launcher.restrictTo(figures);
        }
        List<Task> tasks = new ArrayList<>();
        only.forEach(task -> tasks.add(Task.parse(task)));
        for (Task task : tasks) {
            for (int count : task == Task.MACHINE ? List.of(1) : threads) {
                launcher.run(descent, task, 1, count).forEach(Speed::print);
            }
        }
        return 0;
    }

    private static void print(Measurement measurement) {
        System.out.printf(
                "%-12s %-60s %14s  on %d%n",
                measurement.figure().task(),
                measurement.figure().label(),
                Report.number(measurement.value()),
                measurement.threads());
    }
}
