package dev.descent.audit.check;

import dev.descent.audit.algebra.Formula;
import dev.descent.audit.algebra.Matrix;
import dev.descent.audit.algebra.Symbol;
import dev.descent.audit.algebra.Symbol.Role;
import dev.descent.audit.recover.Program;
import dev.descent.audit.recover.Ref;
import dev.descent.audit.recover.Update;
import java.util.Locale;

/** Formulas and numbers as the user would write them. */
final class Wording {
    private Wording() {}

    /** A number with three or four digits that matter, whole where it is whole. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return Long.toString((long) value);
        }
        double magnitude = Math.abs(value);
        String text = magnitude >= 1e-3 && magnitude < 1e6
                ? String.format(Locale.ROOT, "%.4g", value)
                : String.format(Locale.ROOT, "%.3g", value);
        return text.contains("e") || !text.contains(".")
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 && share > 0 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    /** A formula times a factor, which is shown as a division by the number of samples where it is one. */
    static String scaled(String text, double scale, int samples) {
        String inner = text.contains(" + ") || text.contains(" - ") ? "(" + text + ")" : text;
        if (is(scale, 1)) {
            return text;
        }
        if (is(scale, -1)) {
            return "-" + inner;
        }
        if (is(scale, 1.0 / samples)) {
            return inner + " / " + samples;
        }
        if (is(scale, -1.0 / samples)) {
            return "-" + inner + " / " + samples;
        }
        return is(scale * samples, Math.rint(scale * samples))
                ? number(Math.rint(scale * samples)) + " * " + inner + " / " + samples
                : number(scale) + " * " + inner;
    }

    private static boolean is(double value, double expected) {
        return Math.abs(value - expected) <= 1e-6 * Math.abs(expected);
    }

    /** The variable that holds an array, or the nearest one that is made of it. */
    static String place(Examination examination, Symbol symbol) {
        Program program = examination.program();
        Ref own = program.role(symbol);
        if (own != null) {
            return own.name();
        }
        int layer = symbol.layer();
        Symbol gradient = symbol.role() == Role.BIAS_GRADIENT ? symbol : Symbol.gradient(layer);
        Ref made = program.role(gradient);
        if (made != null) {
            return made.name();
        }
        return symbol.role() == Role.BIAS_GRADIENT
                ? program.parameter(Symbol.bias(layer)).name()
                : program.parameter(Symbol.weight(layer)).name();
    }

    static String formula(Examination examination, Symbol symbol, Formula formula, double scale) {
        Matrix input = examination.first(Symbol.activation(0));
        Program program = examination.program();
        Ref own = program.role(symbol);
        Formula meant = formula;
        // An error that is the delta itself is shown as what it is made of.
        if (formula instanceof Formula.Of(Symbol inner) && own != null) {
            Ref role = program.role(inner);
            Formula meaning = program.meaning(inner);
            meant = role != null && role.name().equals(own.name()) && meaning != null ? meaning : formula;
        }
        String text = program.print(meant, own);
        return scaled(text, scale, input == null ? 1 : input.rows());
    }

    /** How a parameter is updated: {@code weights1 - 0.5 * w1}. */
    static String update(Examination examination, Symbol parameter, Update update) {
        Ref moved = examination.program().parameter(parameter);
        // What is subtracted from the sums moves the other way.
        return update(
                moved.shownName(), gradient(examination, parameter), moved.isNegated() ? update.times(-1) : update);
    }

    private static String update(String name, String gradient, Update update) {
        return switch (update) {
            case Update.Plain plain -> {
                String moved = name + step(plain.factor(), gradient);
                yield plain.decay() == 0 ? moved : moved + step(plain.decay(), name);
            }
            case Update.Momentum momentum ->
                name + step(momentum.factor(), gradient) + step(momentum.beta(), "last_change");
            case Update.Nesterov nesterov ->
                name + step(nesterov.factor(), gradient) + " with Nesterov's momentum " + number(nesterov.ahead());
            case Update.Adaptive adaptive ->
                name + step(adaptive.factor(), numerator(adaptive, gradient)) + divisor(adaptive);
            case Update.Accumulated(Update rule) -> update(name, gradient, rule);
            case Update.Late(Update rule) -> name + step(rule.factor(), "velocity_before");
            case Update.Decayed(Update rule, double decay) -> update(name, gradient, rule) + step(decay, name);
            case Update.Penalised(Update rule, double _) -> update(name, gradient, rule) + step(update.decay(), name);
            case Update.Still _ -> name;
            case Update.Unknown _ -> "?";
        };
    }

    private static String numerator(Update.Adaptive rule, String gradient) {
        if (rule.divisor() == Update.Adaptive.Divisor.ROOT_OF_MEAN_UNDER_SQUARES) {
            return "v";
        }
        return rule.beta1() == 0
                ? gradient
                : switch (rule.correction()) {
                    case NONE, SQUARES_ONLY -> "m";
                    case BOTH, MEAN_ONLY, BOTH_BY_FIRST, SQUARES_OF_THE_FIRST_STEP -> "m_hat";
                    case BOTH_BY_SECOND -> "m / (1 - beta2**t)";
                    case OF_THE_FIRST_STEP, MEAN_OF_THE_FIRST_STEP -> "m / (1 - beta1)";
                    case POWER_OF_THE_REST -> "m / (1 - beta1)**t";
                };
    }

    private static String divisor(Update.Adaptive rule) {
        String epsilon = number(rule.epsilon());
        String v = rule.beta2() == 1
                ? "v"
                : switch (rule.correction()) {
                    case NONE, MEAN_ONLY -> "v";
                    case BOTH, SQUARES_ONLY, BOTH_BY_SECOND, MEAN_OF_THE_FIRST_STEP -> "v_hat";
                    case BOTH_BY_FIRST -> "v / (1 - beta1**t)";
                    case OF_THE_FIRST_STEP, SQUARES_OF_THE_FIRST_STEP -> "v / (1 - beta2)";
                    case POWER_OF_THE_REST -> "v / (1 - beta2)**t";
                };
        return switch (rule.divisor()) {
            case ROOT -> " / (np.sqrt(" + v + ") + " + epsilon + ")";
            case ROOT_OF_SUM -> " / np.sqrt(" + v + " + " + epsilon + ")";
            case ROOT_OF_SQUARED_MEAN -> " / (np.sqrt(mean_of_squared_means) + " + epsilon + ")";
            case SQUARES -> " / (" + v + " + " + epsilon + ")";
            case NOTHING -> "";
            case ROOT_OF_MEAN, ROOT_OF_MEAN_UNDER_SQUARES ->
                " / (np.sqrt(np.abs(mean_of_gradients)) + " + epsilon + ")";
        };
    }

    static String gradient(Examination examination, Symbol parameter) {
        Program program = examination.program();
        Symbol gradient = parameter.role() == Role.BIAS
                ? Symbol.biasGradient(parameter.layer())
                : Symbol.gradient(parameter.layer());
        Ref role = program.role(gradient);
        if (role != null) {
            return role.printed().text();
        }
        Formula formula = program.formula(gradient);
        return formula == null
                ? gradient.standardName()
                : "(" + program.print(formula, program.parameter(parameter)) + ")";
    }

    private static String step(double factor, String what) {
        String sign = factor < 0 ? " - " : " + ";
        double size = Math.abs(factor);
        return sign + (is(size, 1) ? "" : number(size) + " * ") + what;
    }
}
