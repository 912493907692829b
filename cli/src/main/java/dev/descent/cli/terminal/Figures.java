package dev.descent.cli.terminal;

import dev.descent.report.Text;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
    private Figures() {}

    /** {@code 60,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 97.53 %} of 0.9753; two digits after the point. */
    public static String percent(double fraction) {
        return Double.isNaN(fraction) ? "NaN" : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    /** Four significant digits: {@code 0.01234}, {@code 12.34}, {@code 1.234e-05}. */
    public static String significant(double value) {
        return Text.significant(value);
    }

    /** {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
    public static String clock(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
