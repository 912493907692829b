package dev.descent.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Horizontal bars for values from 0 to 1, the greatest one marked. */
public final class Bars {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Bars() {}

    /** One line per value: label, bar, percent. */
    public static List<String> lines(List<String> labels, double[] values, int columns, Terminal terminal) {
        int greatest = 0;
        for (int index = 1; index < values.length; index++) {
            greatest = values[index] > values[greatest] ? index : greatest;
        }
        int labelWidth = labels.stream().mapToInt(Terminal::columnsOf).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < values.length; index++) {
            String bar = Terminal.padRight(bar(values[index], columns, terminal.unicode()), columns);
            String line = Terminal.padLeft(labels.get(index), labelWidth)
                    + " "
                    + (terminal.colours() == Colours.NONE
                            ? bar
                            : terminal.coloured(bar, index == greatest ? Rgb.GREEN : Rgb.GREY))
                    + " "
                    + Terminal.padLeft(Figures.percent(values[index]), 8);
            lines.add(index == greatest ? terminal.bold(line) : line);
        }
        return lines;
    }

    private static String bar(double value, int columns, boolean unicode) {
        double length = Double.isNaN(value) ? 0 : Math.clamp(value, 0.0, 1.0) * columns;
        int full = (int) length;
        if (!unicode) {
            return "#".repeat((int) Math.round(length));
        }
        int eighths = (int) Math.round((length - full) * 8);
        if (eighths == 8) {
            return "█".repeat(full + 1);
        }
        return "█".repeat(full) + (eighths == 0 ? "" : EIGHTHS.charAt(eighths));
    }
}
