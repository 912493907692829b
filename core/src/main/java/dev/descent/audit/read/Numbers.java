package dev.descent.audit.read;

import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as programs of many languages print them. */
final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][+-]?\\d+)?");

    private Numbers() {}

    /** The number, NaN for what is none. */
    static double parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Double.parseDouble(text.replace('d', 'e').replace('D', 'e'));
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "true" -> 1;
            case "false" -> 0;
            default -> Double.NaN;
        };
    }

    /** Whether the text is how a program prints a NaN. */
    static boolean isNotANumber(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "-nan", "+nan", "-nan(ind)", "na" -> true;
            default -> false;
        };
    }
}
