package dev.descent.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tables as text, one sample a line (RFC 4180 without line breaks in fields): separated by comma, semicolon or tab, with or
 * without a header, the label in any column. Labels may be numbers 0, 1, 2 … or words; words, and numbers below 0, are numbered
 * in their order.
 */
public final class Csv {
    private Csv() {}

    /**
     * Reads a table.
     *
     * @param label name of the label's column, or its number from 1, negative from the end; {@code last} and {@code first} too
     * @param isReal whether the label is a number to be hit and not a class
     * @param header whether line 1 names the columns
     * @throws DescentException naming the line and column of the first value that is wrong
     */
    public static Dataset read(Path file, String label, boolean isReal, Header header) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException notText) {
            throw new DescentException(file + " is no table: it is not UTF-8 text", notText);
        }
        lines = new ArrayList<>(lines);
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
        if (lines.isEmpty()) {
            throw new DescentException(file + " is empty, expected a table with one sample a line");
        }
        lines.set(0, lines.getFirst().replaceFirst("^\\uFEFF", ""));
        return new Table(file, lines, header).dataset(label, isReal);
    }

    /** Whether the first line names the columns. */
    public enum Header {
        PRESENT,
        ABSENT,
        /** It does when two of its cells or more are no numbers. */
        GUESS
    }

    private static final class Table {
        private final Path file;
        private final List<String> lines;
        private final char separator;
        private final List<String> header;
        private final int firstLine;
        private final int columns;

        Table(Path file, List<String> lines, Header given) {
            this.file = file;
            this.lines = lines;
            String first = lines.getFirst();
            this.separator = separator(first);
            List<String> cells = split(first);
            boolean hasHeader = switch (given) {
                case PRESENT -> true;
                case ABSENT -> false;
                // One word may be the label; two are names of columns.
                case GUESS -> cells.stream().filter(Table::isNumber).count() < Math.max(1, cells.size() - 1);
            };
            this.header = hasHeader ? cells : List.of();
            this.firstLine = hasHeader ? 1 : 0;
            this.columns = cells.size();
            if (columns < 2 || lines.size() == firstLine) {
                throw new DescentException(
                        "%s has %d columns and %d rows, expected at least one feature, a label and a row"
                                .formatted(file, columns, lines.size() - firstLine));
            }
        }

        private static char separator(String line) {
            char best = ',';
            for (char candidate : new char[] {';', '\t'}) {
                best = count(line, candidate) > count(line, best) ? candidate : best;
            }
            return best;
        }

        private static long count(String text, char wanted) {
            return text.chars().filter(c -> c == wanted).count();
        }

        private static boolean isNumber(String text) {
            try {
                Double.parseDouble(text.strip());
                return true;
            } catch (NumberFormatException _) {
                return false;
            }
        }

        private List<String> split(String line) {
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == separator && !quoted) {
                    cells.add(cell.toString().strip());
                    cell.setLength(0);
                } else {
                    cell.append(c);
                }
            }
            cells.add(cell.toString().strip());
            return cells;
        }

        private int column(String label) {
            int named = header.indexOf(label);
            if (named >= 0) {
                return named;
            }
            int number = switch (label) {
                case "last" -> columns;
                case "first" -> 1;
                default -> isNumber(label) ? (int) Double.parseDouble(label) : 0;
            };
            int index = number < 0 ? columns + number : number - 1;
            if (number == 0 || index < 0 || index >= columns) {
                throw new DescentException("%s has no column '%s' for the label: it has %d columns%s"
                        .formatted(file, label, columns, header.isEmpty() ? "" : ", " + String.join(", ", header)));
            }
            return index;
        }

        Dataset dataset(String label, boolean isReal) {
            int labelColumn = column(label);
            int rows = lines.size() - firstLine;
            int features = columns - 1;
            float[] values = new float[Math.multiplyExact(rows, features)];
            String[] labels = new String[rows];
            for (int row = 0; row < rows; row++) {
                List<String> cells = split(lines.get(firstLine + row));
                if (cells.size() != columns) {
                    throw new DescentException("%s, line %d: %d columns, expected %d as in line 1"
                            .formatted(file, firstLine + row + 1, cells.size(), columns));
                }
                labels[row] = cells.get(labelColumn);
                int feature = 0;
                for (int column = 0; column < columns; column++) {
                    if (column != labelColumn) {
                        values[row * features + feature++] = number(cells.get(column), row, column);
                    }
                }
            }
            return isReal ? real(values, labels, features, labelColumn) : classes(values, labels, features);
        }

        private float number(String text, int row, int column) {
            try {
                float value = Float.parseFloat(text);
                if (Float.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below, together with NaN and infinities.
            }
            throw new DescentException("%s, line %d, column %d: '%s' is no finite number"
                    .formatted(file, firstLine + row + 1, column + 1, text));
        }

        private Dataset real(float[] values, String[] labels, int features, int labelColumn) {
            float[] targets = new float[labels.length];
            for (int row = 0; row < labels.length; row++) {
                targets[row] = number(labels[row], row, labelColumn);
            }
            return Dataset.ofTargets(Shape.of(features), values, targets, 1);
        }

        private Dataset classes(float[] values, String[] words, int features) {
            boolean isNumbered = Arrays.stream(words).allMatch(word -> word.matches("\\d{1,9}(\\.0*)?"));
            boolean isInteger = Arrays.stream(words).allMatch(word -> word.matches("-?\\d{1,9}(\\.0*)?"));
            Map<String, Integer> numbers = new TreeMap<>(
                    isInteger ? Comparator.comparingDouble(Double::parseDouble) : Comparator.<String>naturalOrder());
            for (String word : words) {
                numbers.put(word, 0);
            }
            int next = 0;
            int classes = 0;
            for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
                entry.setValue(isNumbered ? (int) Double.parseDouble(entry.getKey()) : next++);
                classes = Math.max(classes, entry.getValue() + 1);
            }
            if (classes > Dataset.MOST_CLASSES) {
                throw new DescentException(
                        "%s has labels of %d classes: say real=true when the label is a number to be hit"
                                .formatted(file, classes));
            }
            int[] labels = Arrays.stream(words)
                    .mapToInt(word -> numbers.getOrDefault(word, 0))
                    .toArray();
            return Dataset.ofValues(Shape.of(features), values, labels, classes);
        }
    }
}
