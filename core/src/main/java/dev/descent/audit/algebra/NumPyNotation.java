package dev.descent.audit.algebra;

import dev.descent.audit.algebra.Formula.Activate;
import dev.descent.audit.algebra.Formula.Derivative;
import dev.descent.audit.algebra.Formula.Guarded;
import dev.descent.audit.algebra.Formula.Kept;
import dev.descent.audit.algebra.Formula.LastSample;
import dev.descent.audit.algebra.Formula.Minus;
import dev.descent.audit.algebra.Formula.Name;
import dev.descent.audit.algebra.Formula.Names;
import dev.descent.audit.algebra.Formula.Of;
import dev.descent.audit.algebra.Formula.One;
import dev.descent.audit.algebra.Formula.OneIndex;
import dev.descent.audit.algebra.Formula.Over;
import dev.descent.audit.algebra.Formula.Penalised;
import dev.descent.audit.algebra.Formula.Plus;
import dev.descent.audit.algebra.Formula.Product;
import dev.descent.audit.algebra.Formula.Reshaped;
import dev.descent.audit.algebra.Formula.Signs;
import dev.descent.audit.algebra.Formula.SoftmaxJacobian;
import dev.descent.audit.algebra.Formula.Sum;
import dev.descent.audit.algebra.Formula.Times;
import dev.descent.audit.algebra.Formula.Transpose;
import java.util.regex.Pattern;

/** Prints formulas as NumPy would have them, with the user's names in the user's layout. */
final class NumPyNotation {
    /** Where there would be more to read than this, an array without a name keeps its standard name. */
    private static final int LONG = 40;

    private static final Pattern STANDARD = Pattern.compile("layer\\d+\\.(logits|activation|delta|error)");

    private final Names names;

    NumPyNotation(Names names) {
        this.names = names;
    }

    /** The formula, or its transpose where {@code turned}. */
    String print(Formula formula, boolean turned) {
        return switch (formula) {
            case Of(Symbol symbol) -> symbol(symbol, turned);
            case Product(Formula left, Formula right) -> product(left, right, turned);
            case Transpose(Formula of) -> print(of, !turned);
            case Reshaped(Formula of) -> {
                String inner = print(of, false);
                yield "%s.reshape(%s.shape[::-1])%s".formatted(inner, inner, turned ? ".T" : "");
            }
            case Times(Formula left, Formula right) -> {
                boolean isSum = right instanceof Minus || right instanceof Plus;
                String second = isSum ? "(" + print(right, turned) + ")" : print(right, turned);
                yield factor(left, turned) + (second.startsWith("/") ? " " : " * ") + second;
            }
            case Minus(Formula left, Formula right) -> print(left, turned) + " - " + factor(right, turned);
            case Plus(Formula left, Formula right) -> {
                // What a value is repeated over, as NumPy does by itself.
                boolean zeros = left instanceof Minus(Formula one, Formula other) && one.equals(other);
                String second = print(right, turned);
                String sign = second.startsWith("-") ? " - " : " + ";
                yield zeros ? second : print(left, turned) + sign + second.replaceFirst("^-", "");
            }
            case Over(Formula left, Formula right) -> factor(left, turned) + " / " + factor(right, turned);
            case Derivative(Slope slope, Formula of) -> slope.print(wrapped(print(of, turned)));
            case Activate(Nonlinearity activation, Formula of) ->
                activation(activation, print(of, turned), turned ? 0 : 1);
            case SoftmaxJacobian(Formula activation, Formula error) -> {
                String a = print(activation, turned);
                String e = wrapped(print(error, turned));
                yield "%s * (%s - (%s * %s).sum(axis=%d, keepdims=True))".formatted(a, e, e, a, turned ? 0 : 1);
            }
            case Sum(Formula.Axis over, Formula of) -> {
                String summed = wrapped(print(of, turned));
                yield switch (over) {
                    case SAMPLES -> summed + ".sum(axis=" + (turned ? 1 : 0) + ")";
                    case UNITS, UNITS_IN_A_ROW -> summed + ".sum(axis=" + (turned ? 0 : 1) + ")";
                    case EVERYTHING -> summed + ".sum()";
                };
            }
            case Signs(Formula of) -> "np.sign(" + print(of, turned) + ")";
            case One() -> "1";
            case Kept(Formula of, double factor) -> "(%s != 0) * %.4g".formatted(print(of, turned), factor);
            case Guarded(Formula left, Formula right, double epsilon) ->
                "%s / (%s + %.0e)".formatted(factor(left, turned), print(right, turned), epsilon);
            case Penalised(Formula gradient, Penalty penalty, Symbol of, Symbol _, double by) ->
                "%s %s %.3g * %s"
                        .formatted(
                                print(gradient, turned),
                                by < 0 ? "-" : "+",
                                Math.abs(by),
                                penalty(penalty, symbol(of, turned)));
            case LastSample(Formula of) -> factor(of, turned) + (turned ? "[:, -1:]" : "[-1:]");
            case OneIndex(Formula input, Formula delta, boolean ofUnits) -> {
                String index = ofUnits ? "unit" : "input";
                yield "%s[%s] * %s[%s]".formatted(factor(input, false), index, factor(delta, false), index);
            }
        };
    }

    private static String penalty(Penalty penalty, String weight) {
        return switch (penalty) {
            case SQUARES -> weight;
            case SQUARES_BUT_BIAS -> weight + " (but its bias)";
            case SIGNS -> "np.sign(" + weight + ")";
        };
    }

    private String symbol(Symbol symbol, boolean turned) {
        Name name = names.name(symbol);
        if (name != null) {
            return name.vector() || name.transposed() == turned ? name.text() : name.text() + ".T";
        }
        Formula meaning = names.meaning(symbol);
        String text = meaning == null ? symbol.standardName() : print(meaning, turned);
        return text.length() <= LONG && !STANDARD.matcher(text).find()
                ? text
                : symbol.standardName() + (turned ? ".T" : "");
    }

    private String product(Formula left, Formula right, boolean turned) {
        if (isOuter(left)) {
            String first = bare(left);
            String second = bare(right);
            return turned ? "np.outer(" + second + ", " + first + ")" : "np.outer(" + first + ", " + second + ")";
        }
        return turned
                ? factor(right, true) + " @ " + factor(left, true)
                : factor(left, false) + " @ " + factor(right, false);
    }

    /** Whether a product is that of two vectors with one axis each: NumPy's {@code @} would give their inner product. */
    private boolean isOuter(Formula left) {
        Name name = left instanceof Transpose(Of(Symbol symbol)) ? names.name(symbol) : null;
        return name != null && name.vector();
    }

    private String bare(Formula formula) {
        return print(formula instanceof Transpose(Formula inner) ? inner : formula, false);
    }

    /** @param axis of the units */
    private static String activation(Nonlinearity activation, String argument, int axis) {
        return switch (activation.kind()) {
            case IDENTITY -> argument;
            case SIGMOID -> "sigmoid(" + argument + ")";
            case SIGMOID_OF_MINUS -> "1 / (1 + np.exp(" + argument + "))";
            case SIGMOID_OF_DIFFERENCE -> "1 / (1 - np.exp(-(" + argument + ")))";
            case TANH -> "np.tanh(" + argument + ")";
            case RELU -> "np.maximum(" + argument + ", 0)";
            case LEAKY_RELU ->
                "np.where(%s > 0, %s, %s * %s)"
                        .formatted(argument, argument, activation.steepness(), wrapped(argument));
            case TURNED_RELU ->
                "np.where(%s < 0, %s, %s * %s)"
                        .formatted(argument, argument, activation.steepness(), wrapped(argument));
            case EXPONENTIAL -> "np.exp(" + argument + ")";
            case SOFTMAX -> "softmax(%s, axis=%d)".formatted(argument, axis);
            case SOFTMAX_TWICE -> "softmax(softmax(%s, axis=%d), axis=%d)".formatted(argument, axis, axis);
            case SOFTMAX_OVER_EVERYTHING, SOFTMAX_OF_SHIFTED_OVER_EVERYTHING ->
                "np.exp(%s) / np.exp(%s).sum()".formatted(argument, argument);
            case SOFTMAX_OVER_MEAN ->
                "np.exp(%s) / np.exp(%s).mean(axis=%d, keepdims=True)".formatted(argument, argument, axis);
            case SOFTMAX_OF_MINUS -> "softmax(-%s, axis=%d)".formatted(wrapped(argument), axis);
            case SOFTMAX_LESS_LARGEST_OF_UNITS ->
                "softmax(%s - %s.max(axis=%d, keepdims=True), axis=%d)"
                        .formatted(argument, wrapped(argument), 1 - axis, axis);
            case SOFTMAX_OVER_SAMPLES -> "softmax(%s, axis=%d)".formatted(argument, 1 - axis);
            default -> activation + "(" + argument + ")";
        };
    }

    private static String wrapped(String text) {
        return text.contains(" ") ? "(" + text + ")" : text;
    }

    /** In parentheses where it is made of several. */
    private String factor(Formula formula, boolean turned) {
        Formula shown = formula;
        while (true) {
            Formula inner = shown instanceof Transpose(Formula turnedRound)
                    ? turnedRound
                    : shown instanceof Activate(Nonlinearity activation, Formula sums) && activation.isIdentity()
                            ? sums
                            : shown instanceof Of(Symbol symbol) && names.name(symbol) == null
                                    ? names.meaning(symbol)
                                    : null;
            if (inner == null) {
                break;
            }
            shown = inner;
        }
        String text = print(formula, turned);
        boolean compound = shown instanceof Product
                || shown instanceof Minus
                || shown instanceof Plus
                || (shown instanceof Times && text.contains(" @ "));
        return compound && !text.startsWith("np.outer") ? "(" + text + ")" : text;
    }
}
