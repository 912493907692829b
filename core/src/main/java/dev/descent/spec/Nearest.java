package dev.descent.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which known name was probably meant: least edit distance, with neighbouring letters swapped counted as one edit. */
public final class Nearest {
    private Nearest() {}

    /** The nearest of the known names; empty when there are none. */
    public static Optional<String> of(String name, Collection<String> known) {
        String wanted = normal(name);
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> edits(wanted, normal(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code : did you mean 'dense'?} and, when they are few, all known names; empty when there are none. */
    public static String hint(String name, Collection<String> known) {
        String all = known.size() > 1 && known.size() <= 24 ? " (known: " + String.join(", ", known) + ")" : "";
        return of(name, known)
                .map(nearest -> ": did you mean '" + nearest + "'?" + all)
                .orElse("");
    }

    /** The beginning of a name, as in {@code he} for {@code he-normal}, counts as one edit. */
    private static int edits(String wanted, String candidate) {
        boolean begins = !wanted.isEmpty() && !wanted.equals(candidate) && candidate.startsWith(wanted);
        return begins ? 1 : distance(wanted, candidate);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Optimal string alignment distance (Damerau 1964). */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : leastEdit(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int leastEdit(int[][] edits, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int replaced = edits[i - 1][j - 1] + (same ? 0 : 1);
        int least = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
