package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads a trace from whatever a program left. */
public final class TraceReader {
    /** Iterations that are read; a fault shows in the first ones. */
    static final int MOST_ITERATIONS = 16;

    private TraceReader() {}

    /** @throws DescentException for what is no trace, saying what was expected */
    public static Trace read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new DescentException("there is no " + path);
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(path)) {
            files = listed.filter(file -> file.toString().endsWith(".npz"))
                    .sorted(Comparator.comparing(Path::toString))
                    .limit(MOST_ITERATIONS)
                    .toList();
        }
        List<Map<String, NdArray>> iterations = new ArrayList<>();
        for (Path file : files) {
            iterations.add(Npz.read(file));
        }
        return Trace.of(path.getFileName().toString(), iterations);
    }
}
