package dev.descent.cli.command;

import dev.descent.data.AtomicFile;
import dev.descent.data.DescentException;
import dev.descent.experiment.ExperimentFile;
import dev.descent.trace.Recording;
import dev.descent.train.Checkpoint;
import dev.descent.train.Experiment;
import dev.descent.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recorded training in a folder: {@code experiment.yaml}, {@code data-folder.txt} (what relative data paths start from),
 * {@code checkpoints/step-000100.npz}, and the recording as {@code recording.npz}, {@code recording.csv} and a TensorBoard
 * event file.
 *
 * @param folder where it lies
 */
record RunFolder(Path folder) {
    private static final int CHECKPOINTS = 20;
    private static final String EXPERIMENT = "experiment.yaml";
    private static final String DATA_FOLDER = "data-folder.txt";

    static boolean isOne(Path path) {
        return Files.isRegularFile(path.resolve(EXPERIMENT));
    }

    /** Begins a run: clears checkpoints of an older one, writes what is run, and keeps checkpoints of the trainer's work. */
    static RunFolder begin(Path folder, Experiment experiment, Path dataFolder, int samples, Trainer trainer)
            throws IOException {
        RunFolder run = new RunFolder(folder);
        Files.createDirectories(run.checkpoints());
        for (Path old : run.checkpointFiles()) {
            Files.delete(old);
        }
        ExperimentFile.write(folder.resolve(EXPERIMENT), experiment);
        AtomicFile.write(folder.resolve(DATA_FOLDER), dataFolder.toAbsolutePath() + "\n");
        long batch = experiment.batch() == 0 ? samples : experiment.batch();
        long steps = Math.ceilDiv(samples, batch) * experiment.epochs();
        trainer.checkpoints(run::keep, Math.max(1, Math.floorDiv(steps, CHECKPOINTS)));
        return run;
    }

    private void keep(Checkpoint checkpoint) {
        try {
            checkpoint.save(checkpoints().resolve(String.format(Locale.ROOT, "step-%09d.npz", checkpoint.step())));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void save(Recording recording) throws IOException {
        recording.save(folder.resolve("recording.npz"));
        recording.saveCsv(folder.resolve("recording.csv"));
        recording.saveTensorBoard(folder);
    }

    /** The experiment, its relative paths from where they were meant. */
    Experiment experiment() throws IOException {
        Path file = folder.resolve(DATA_FOLDER);
        Path from = Files.exists(file) ? Path.of(Files.readString(file).strip()) : folder;
        return ExperimentFile.read(folder.resolve(EXPERIMENT)).withFolder(from);
    }

    /** The last checkpoint before a step; null where there is none. */
    @Nullable
    Checkpoint before(long step) throws IOException {
        Path last = null;
        for (Path file : checkpointFiles()) {
            last = number(file) < step ? file : last;
        }
        return last == null ? null : Checkpoint.load(last);
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    private List<Path> checkpointFiles() throws IOException {
        if (!Files.isDirectory(checkpoints())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(checkpoints())) {
            return files.filter(file -> file.getFileName().toString().matches("step-\\d{1,18}\\.npz"))
                    .sorted(Comparator.comparingLong(RunFolder::number))
                    .toList();
        }
    }

    private static long number(Path file) {
        Path name = file.getFileName();
        if (name == null) {
            throw new DescentException(file + " is no checkpoint");
        }
        return Long.parseLong(name.toString().replaceAll("\\D", ""));
    }
}
