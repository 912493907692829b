package dev.descent.audit.recover;

import java.util.Locale;
import java.util.regex.Pattern;

/** What names say; used between equals only. */
public final class Names {
    private static final Pattern DIFFERENTIAL =
            Pattern.compile("(^|[.\\[])d_?([A-Z]|[awbz]\\d*(\\W|$)|weight|bias|theta)");

    private Names() {}

    /** Whether two names carry the same number or ending, as {@code W1} and {@code b1} do. */
    static boolean belong(String weight, String bias) {
        return digits(weight).equals(digits(bias)) && !soundsLikeGradient(bias);
    }

    /** {@code dW1}, {@code layer.dweights}, {@code grads[b]}, {@code nabla_w}; not {@code data} or {@code dense1}. */
    public static boolean soundsLikeGradient(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return DIFFERENTIAL.matcher(name).find()
                || lower.contains("grad")
                || lower.contains("delta")
                || lower.contains("nabla");
    }

    /** Whether two names differ in their numbers only, as those of one array for each layer do. */
    static boolean areAlike(String one, String other) {
        return !one.equals(other) && one.replaceAll("\\d", "").equals(other.replaceAll("\\d", ""));
    }

    /** Digits, and letters that stand for layers: {@code W_hidden}, {@code b_out}. */
    private static String digits(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String digits = lower.replaceAll("\\D", "");
        if (!digits.isEmpty()) {
            return digits;
        }
        int cut = lower.lastIndexOf('_');
        return cut >= 0 ? lower.substring(cut) : "";
    }
}
