package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.NotNumbersException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a trace from whatever a program left: a folder of {@code .npz} files (one per iteration), of {@code .npy} files or of CSV
 * matrices, a folder of such folders (one per iteration), one {@code .npz}, JSON, or text with printed arrays.
 */
public final class TraceReader {
    /** Iterations that are read; a fault shows in the first ones. */
    static final int MOST_ITERATIONS = 16;

    private TraceReader() {}

    /** @throws DescentException for what is no trace, saying what was expected */
    public static Trace read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new DescentException(
                    "there is no %s: name a folder of .npz files, or one file, that holds your arrays".formatted(path));
        }
        return Limits.checked(path, Files.isDirectory(path) ? folder(path) : file(path));
    }

    private static Trace file(Path file) throws IOException {
        return switch (ending(file)) {
            case "npz" -> NpzTrace.file(file);
            case "json", "jsonl" -> JsonTrace.file(file);
            case "npy" ->
                throw new DescentException(
                        "%s is one array: name the folder that holds all arrays of the program".formatted(file));
            case "csv", "tsv" ->
                throw new DescentException(
                        "%s is one matrix: name the folder that holds all matrices of the program".formatted(file));
            default -> PrintedArrays.read(file);
        };
    }

    private static Trace folder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile)
                    .sorted(NaturalOrder.PATHS)
                    .toList();
        }
        List<Path> archives = of(files, "npz");
        if (!archives.isEmpty()) {
            return NpzTrace.folder(folder, archives);
        }
        List<Path> matrices = Stream.of("npy", "csv", "tsv")
                .flatMap(ending -> of(files, ending).stream())
                .toList();
        if (!matrices.isEmpty()) {
            return MatrixFiles.read(folder, matrices);
        }
        List<Path> json = Stream.of("json", "jsonl")
                .flatMap(ending -> of(files, ending).stream())
                .toList();
        if (!json.isEmpty()) {
            return JsonTrace.folder(folder, json);
        }
        List<Path> inner = folders(folder);
        if (!inner.isEmpty()) {
            return folderForEachIteration(folder, inner);
        }
        if (files.size() == 1) {
            return file(files.getFirst());
        }
        throw new DescentException(
                "%s holds no arrays: expected .npz files, one per iteration, or .npy or .csv files, one per array"
                        .formatted(folder));
    }

    private static Trace folderForEachIteration(Path folder, List<Path> inner) throws IOException {
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Path one : inner.stream().limit(MOST_ITERATIONS).toList()) {
            if (folders(one).isEmpty()) {
                Trace trace = folder(one);
                // What is odd in the first is odd in all.
                notes.addAll(iterations.isEmpty() ? trace.notes() : List.of());
                iterations.addAll(trace.iterations());
            }
        }
        if (iterations.isEmpty()) {
            throw new DescentException(folder + " holds folders, but no arrays in them");
        }
        return new Trace(folder.getFileName().toString(), iterations, notes);
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.filter(Files::isDirectory).sorted(NaturalOrder.PATHS).toList();
        }
    }

    private static List<Path> of(List<Path> files, String ending) {
        return files.stream().filter(file -> ending(file).equals(ending)).toList();
    }

    /** The note on an array of texts or the like, which is no fault of a program. */
    static String leftOut(NotNumbersException array) {
        return array.getMessage() + ": it is left out";
    }

    static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
