package dev.descent.cli.terminal;

import dev.descent.report.Style;
import dev.descent.report.Text;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Where output goes, and what can be shown there.
 *
 * @param out where lines are printed
 * @param interactive whether a person watches, so that a line may be redrawn; false in a pipe or file
 * @param width columns
 * @param colours how many colours are shown
 * @param unicode whether block characters and box lines are shown, else ASCII
 */
public record Terminal(PrintStream out, boolean interactive, int width, Colours colours, boolean unicode)
        implements Style {
    /** Narrower than this and tables would break: lines then wrap instead. */
    private static final int NARROWEST = 20;

    private static final int USUAL_WIDTH = 80;

    public Terminal {
        width = Math.max(NARROWEST, width);
    }

    /**
     * The terminal this process writes to.
     *
     * @param columns the launcher's finding: the terminal's width, empty when the output is no terminal
     */
    public static Terminal detect(PrintStream out, String columns, Map<String, String> environment) {
        boolean interactive = !columns.isEmpty();
        String asked = environment.getOrDefault("COLUMNS", "");
        int width = asked.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(asked)
                : columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        Colours colours = interactive ? Colours.of(environment) : Colours.NONE;
        return new Terminal(out, interactive, width, colours, canShow(out.charset(), "█▁━⣿"));
    }

    /** A terminal without colours, redrawing or block characters: for logs and tests. */
    public static Terminal plain(PrintStream out, int width) {
        return new Terminal(out, false, width, Colours.NONE, false);
    }

    private static boolean canShow(Charset charset, String text) {
        return charset.equals(StandardCharsets.UTF_8) || charset.newEncoder().canEncode(text);
    }

    public void line(String text) {
        out.println(text);
    }

    public void lines(List<String> lines) {
        lines.forEach(out::println);
    }

    public void blank() {
        out.println();
    }

    /** A line that heads what follows. */
    public void heading(String text) {
        out.println(bold(text));
    }

    public String bold(String text) {
        return colours == Colours.NONE ? text : "\u001b[1m" + text + colours.reset();
    }

    public String dim(String text) {
        return coloured(text, Rgb.GREY);
    }

    public String coloured(String text, Rgb colour) {
        return colours == Colours.NONE ? text : colours.foreground(colour) + text + colours.reset();
    }

    /** The first form where block characters show, else the second. */
    public String either(String unicodeForm, String asciiForm) {
        return unicode ? unicodeForm : asciiForm;
    }

    @Override
    public String paint(String text, Tone tone) {
        return switch (tone) {
            case STRONG -> bold(text);
            case QUIET -> dim(text);
            case GOOD -> coloured(text, Rgb.GREEN);
            case WARNING -> coloured(text, Rgb.ORANGE);
            case BAD -> coloured(text, Rgb.RED);
        };
    }

    /** Columns that a text takes: escape sequences take none. */
    public static int columnsOf(String text) {
        return Text.columnsOf(text);
    }

    /** The text in lines of at most so many columns, broken at spaces; a longer word stays whole. */
    public static List<String> wrap(String text, int columns) {
        return Text.wrap(text, columns);
    }

    /** The text with spaces behind it to fill the columns; longer text stays whole. */
    public static String padRight(String text, int columns) {
        return Text.padRight(text, columns);
    }

    /** The text with spaces before it to fill the columns; longer text stays whole. */
    public static String padLeft(String text, int columns) {
        return Text.padLeft(text, columns);
    }
}
