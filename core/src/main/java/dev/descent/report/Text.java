package dev.descent.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text set in columns, and numbers as people read them. */
public final class Text {
    private static final double LARGE = 1e6;

    private Text() {}

    /** How much better a training ends; one that ended in NaN has no difference to another. */
    static String gain(double gain) {
        if (Double.isNaN(gain)) {
            return "no longer NaN";
        }
        return String.format(Locale.ROOT, Math.abs(gain) < LARGE ? "%+.3f" : "%+.3e", gain);
    }

    /** Four significant digits: {@code 0.01234}, {@code 12.34}, {@code 1.234e-05}. */
    public static String significant(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent < -4 || exponent >= 6
                ? String.format(Locale.ROOT, "%.3e", value)
                : String.format(Locale.ROOT, "%." + Math.max(0, 3 - exponent) + "f", value);
    }

    /** As {@link #significant}, without zeros that say nothing: {@code 0.5}, {@code 3}, {@code 1e-07}. */
    public static String brief(double value) {
        String text = significant(value);
        return text.contains(".") ? text.replaceFirst("\\.?0+(?=$|e)", "") : text;
    }

    /** Columns that a text takes: escape sequences take none. */
    public static int columnsOf(String text) {
        String visible = text.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
        return visible.codePointCount(0, visible.length());
    }

    /** The text in lines of at most so many columns, broken at spaces and line ends; a longer word stays whole. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\\R", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ")) {
                if (!line.isEmpty() && columnsOf(line + " " + word) > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The text with spaces behind it to fill the columns; longer text stays whole. */
    public static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
    }

    /** The text with spaces before it to fill the columns; longer text stays whole. */
    public static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - columnsOf(text))) + text;
    }

    /** In letters that every terminal shows. */
    static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '–', '—', '−', '─' -> ascii.append('-');
                case '×', '·' -> ascii.append(point == '×' ? 'x' : '.');
                case '→' -> ascii.append("->");
                case '≤' -> ascii.append("<=");
                case '≥' -> ascii.append(">=");
                case '±' -> ascii.append("+-");
                case '∞' -> ascii.append("inf");
                case '∂' -> ascii.append('d');
                case 'λ' -> ascii.append("lambda");
                case '²' -> ascii.append("^2");
                case '½' -> ascii.append("1/2");
                case '\u00a0', '\u202f' -> ascii.append(' ');
                case '’', '‘' -> ascii.append('\'');
                case '“', '”' -> ascii.append('"');
                case '…' -> ascii.append("...");
                default -> {
                    if (point < 128) {
                        ascii.appendCodePoint(point);
                    } else {
                        ascii.append('?');
                    }
                }
            }
        });
        return ascii.toString();
    }
}
