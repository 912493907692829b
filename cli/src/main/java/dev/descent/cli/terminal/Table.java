package dev.descent.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text under headings.
 *
 * <pre>
 * layer             output   parameters
 * ─────────────────────────────────────
 * dense 128 relu       128      100,480
 * </pre>
 */
public final class Table {
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private record Column(String heading, boolean numbers) {}

    /** Adds a column of text, aligned left. */
    public Table text(String heading) {
        columns.add(new Column(heading, false));
        return this;
    }

    /** Adds a column of numbers, aligned right. */
    public Table number(String heading) {
        columns.add(new Column(heading, true));
        return this;
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public Table row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The table, two spaces between columns; the heading is left out when every heading is empty. */
    public List<String> lines(Terminal terminal) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        List<String> headings = columns.stream().map(Column::heading).toList();
        if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
            lines.add(terminal.bold(line(headings, widths)));
            int total = -2;
            for (int width : widths) {
                total += width + 2;
            }
            lines.add(terminal.dim(terminal.either("─", "-").repeat(Math.min(total, terminal.width()))));
        }
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Terminal.columnsOf(columns.get(column).heading());
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], Terminal.columnsOf(row.get(column)));
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : "  ");
            String cell = cells.get(column);
            line.append(
                    columns.get(column).numbers()
                            ? Terminal.padLeft(cell, widths[column])
                            : Terminal.padRight(cell, widths[column]));
        }
        return line.toString().stripTrailing();
    }
}
