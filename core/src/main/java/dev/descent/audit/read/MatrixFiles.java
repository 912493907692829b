package dev.descent.audit.read;

import dev.descent.audit.Trace;
import dev.descent.data.DescentException;
import dev.descent.data.NdArray;
import dev.descent.data.NotNumbersException;
import dev.descent.data.Npy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One file per array, {@code .npy} or numbers as text separated by commas, semicolons, tabs or spaces; the file's name is the variable's. */
final class MatrixFiles {
    private static final long MOST_BYTES = 1L << 28;

    private MatrixFiles() {}

    static Trace read(Path folder, List<Path> files) throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Path file : files) {
            try {
                NdArray array = TraceReader.ending(file).equals("npy") ? Npy.read(file) : text(file);
                arrays.put(TraceReader.stem(file), array);
            } catch (NotNumbersException other) {
                notes.add(TraceReader.leftOut(other));
            }
        }
        if (arrays.isEmpty()) {
            throw new DescentException("%s holds no array of numbers".formatted(folder));
        }
        return new Trace(folder.getFileName().toString(), NpzTrace.iterations(arrays), notes);
    }

    private static NdArray text(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new DescentException(
                    "%s has %d bytes, more than %d: save it as .npy".formatted(file, Files.size(file), MOST_BYTES));
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (CharacterCodingException notText) {
            throw new DescentException(file + " is no table of numbers: it is not UTF-8 text", notText);
        }
        if (lines.isEmpty()) {
            throw new DescentException(file + " is empty, expected a matrix with one row a line");
        }
        String separator =
                lines.getFirst().contains(",") ? "," : lines.getFirst().contains(";") ? ";" : "\\s+";
        double[][] rows = new double[lines.size()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row(file, row, lines.get(row).strip().split(separator, -1));
            if (rows[row].length != rows[0].length) {
                throw new DescentException("%s, row %d: %d numbers, expected %d as in row 1"
                        .formatted(file, row + 1, rows[row].length, rows[0].length));
            }
        }
        double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return NdArray.of(all, rows.length, rows[0].length);
    }

    private static double[] row(Path file, int row, String[] cells) {
        double[] values = new double[cells.length];
        for (int column = 0; column < cells.length; column++) {
            String cell = cells[column].strip();
            values[column] = Numbers.parse(cell);
            if (Double.isNaN(values[column]) && !Numbers.isNotANumber(cell)) {
                throw new DescentException(
                        "%s, row %d, column %d: '%s' is no number".formatted(file, row + 1, column + 1, cell));
            }
        }
        return values;
    }
}
