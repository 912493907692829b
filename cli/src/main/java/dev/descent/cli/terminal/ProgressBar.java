package dev.descent.cli.terminal;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line that is redrawn while work goes on, and one line that stays when a part of it is done.
 *
 * <p>Where no person watches (a pipe, a file) only the lines that stay are printed. In a narrow terminal the bar
 * shrinks first, then goes; the line is cut at the terminal's width, so it never wraps.
 */
public final class ProgressBar implements AutoCloseable {
    private static final long REDRAW_NANOS = 80_000_000L;
    private static final int LONGEST = 28;
    private static final int SHORTEST = 6;

    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private final String label;
    private long drawnAt = Long.MIN_VALUE;
    private long startedAt;
    private boolean drawn;

    public ProgressBar(Terminal terminal, String label) {
        this(terminal, label, System::nanoTime);
    }

    ProgressBar(Terminal terminal, String label, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.label = label;
        this.nanoClock = nanoClock;
        this.startedAt = nanoClock.getAsLong();
    }

    /** Starts the clock from which the time left is reckoned. */
    public void restart() {
        startedAt = nanoClock.getAsLong();
        drawnAt = Long.MIN_VALUE;
    }

    /**
     * Redraws the line, at most twelve times a second.
     *
     * @param heading stands before the bar
     * @param fraction how much is done, 0–1
     * @param figures stands behind the bar
     */
    public void show(String heading, double fraction, String figures) {
        long now = nanoClock.getAsLong();
        if (!terminal.interactive() || (drawnAt != Long.MIN_VALUE && now - drawnAt < REDRAW_NANOS)) {
            return;
        }
        drawnAt = now;
        drawn = true;
        terminal.out().print("\r\u001b[K" + line(heading, fraction, figures, left(now, fraction)));
        terminal.out().flush();
    }

    /** Replaces the bar by a line that stays. */
    public void keep(String text) {
        clear();
        terminal.line(text);
    }

    /** Takes the bar away. */
    public void clear() {
        if (drawn) {
            terminal.out().print("\r\u001b[K");
            terminal.out().flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        clear();
    }

    private @Nullable Duration left(long now, double fraction) {
        long passed = now - startedAt;
        // A guess from less than half a second or 1 % jumps about too much to be of use.
        if (passed < 500_000_000L || fraction < 0.01) {
            return null;
        }
        return Duration.ofNanos((long) (passed * (1 - fraction) / fraction));
    }

    String line(String heading, double fraction, String figures, @Nullable Duration left) {
        String before = label.isEmpty() ? heading : label + " " + heading;
        String after = figures + (left == null ? "" : "  " + Figures.clock(left) + " left");
        int room = terminal.width() - 1 - Terminal.columnsOf(before) - Terminal.columnsOf(after) - 4;
        String bar = room < SHORTEST ? " " : "  " + bar(fraction, Math.min(LONGEST, room)) + "  ";
        String line = before + bar + after;
        return Terminal.columnsOf(line) < terminal.width()
                ? line
                : line.substring(0, Math.min(line.length(), terminal.width() - 1));
    }

    private String bar(double fraction, int columns) {
        int done = (int) Math.round(Math.clamp(fraction, 0.0, 1.0) * columns);
        String full = terminal.either("━", "#").repeat(done);
        String rest = terminal.colours() == Colours.NONE
                ? terminal.either("─", ".").repeat(columns - done)
                : terminal.dim(terminal.either("━", ".").repeat(columns - done));
        return terminal.coloured(full, Rgb.GREEN) + rest;
    }
}
