package dev.descent.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * All styles of the built-in digits, read from {@code digit-styles.txt}, and the choice among them. A new style is one
 * line in that file.
 */
final class DigitStyles {
    private static final String FILE = "digit-styles.txt";

    private final List<DigitStyle> all;
    private final DigitStyle[][] ofDigit = new DigitStyle[10][];
    private final double[][] cumulative = new double[10][];

    private DigitStyles(List<DigitStyle> all) {
        this.all = List.copyOf(all);
        for (int digit = 0; digit < 10; digit++) {
            int wanted = digit;
            List<DigitStyle> styles =
                    all.stream().filter(style -> style.digit() == wanted).toList();
            if (styles.isEmpty()) {
                throw new IllegalArgumentException(FILE + " holds no style of the digit " + digit);
            }
            ofDigit[digit] = styles.toArray(DigitStyle[]::new);
            cumulative[digit] = new double[styles.size()];
            double sum = 0;
            for (int style = 0; style < styles.size(); style++) {
                sum += styles.get(style).weight();
                cumulative[digit][style] = sum;
            }
        }
    }

    static DigitStyles read() {
        try (InputStream stream = Objects.requireNonNull(
                        DigitStyles.class.getResourceAsStream(FILE), "the jar of Descent lacks " + FILE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new DigitStyles(reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(DigitStyle::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<DigitStyle> all() {
        return all;
    }

    DigitStyle[] ofDigit(int digit) {
        return ofDigit[digit];
    }

    /** The index among {@link #ofDigit} of the style drawn with probability by weight; uniform is in [0, 1). */
    int choose(int digit, double uniform) {
        double[] sums = cumulative[digit];
        double wanted = uniform * sums[sums.length - 1];
        int style = 0;
        while (style < sums.length - 1 && sums[style] <= wanted) {
            style++;
        }
        return style;
    }
}
