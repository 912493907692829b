package dev.descent.audit.algebra;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small language of expressions over the arrays of a training step, samples as rows. A formula can be computed on any
 * arrays (the user's own, or those of a replay) and printed in NumPy notation with the user's names in the user's layout.
 */
public sealed interface Formula {
    /** Where the arrays come from. */
    @FunctionalInterface
    interface Arrays {
        Matrix get(Symbol symbol);

        /** Told how much was computed, in multiplications; who has nothing to count lets it be. */
        default void worked(long multiplications) {}
    }

    /** What a value of an activation or a derivative costs, with what its argument's rounding makes of it, in multiplications. */
    long FUNCTION = 60;

    /** The same of a sum or product of two elements. */
    long ELEMENT = 6;

    /** How the user calls the arrays. */
    interface Names {
        /** The user's variable for it; null where the program has none. */
        @Nullable
        Name name(Symbol symbol);

        /** What stands for an array without a name. */
        @Nullable
        Formula meaning(Symbol symbol);
    }

    /**
     * A user's variable.
     *
     * @param text the name
     * @param transposed whether the user keeps it the other way round than samples as rows
     * @param vector whether it has one axis only, so that turning it does nothing
     */
    record Name(String text, boolean transposed, boolean vector) {}

    Matrix compute(Arrays arrays);

    /** In NumPy notation; {@code turned} for the transpose of the formula. */
    String print(Names names, boolean turned);

    /** How much there is to it; the simplest of several that match is taken. */
    int weight();

    record Of(Symbol symbol) implements Formula {
        /** Where there would be more to read than this, an array without a name keeps its standard name. */
        private static final int LONG = 40;

        private static final Pattern STANDARD = Pattern.compile("layer\\d+\\.(logits|activation|delta|error)");

        @Override
        public Matrix compute(Arrays arrays) {
            return arrays.get(symbol);
        }

        @Override
        public String print(Names names, boolean turned) {
            Name name = names.name(symbol);
            if (name != null) {
                return name.vector() || name.transposed() == turned ? name.text() : name.text() + ".T";
            }
            Formula meaning = names.meaning(symbol);
            String text = meaning == null ? symbol.standardName() : meaning.print(names, turned);
            return text.length() <= LONG && !STANDARD.matcher(text).find()
                    ? text
                    : symbol.standardName() + (turned ? ".T" : "");
        }

        @Override
        public int weight() {
            return 1;
        }
    }

    record Product(Formula left, Formula right) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            boolean turned = left instanceof Transpose;
            Matrix first = left instanceof Transpose(Formula inner) ? inner.compute(arrays) : left.compute(arrays);
            Matrix second = right.compute(arrays);
            arrays.worked((long) first.size() * second.columns());
            return turned ? first.transposeTimes(second) : first.times(second);
        }

        @Override
        public String print(Names names, boolean turned) {
            if (isOuter(names)) {
                String first = bare(left, names);
                String second = bare(right, names);
                return turned ? "np.outer(" + second + ", " + first + ")" : "np.outer(" + first + ", " + second + ")";
            }
            return turned
                    ? factor(right, names, true) + " @ " + factor(left, names, true)
                    : factor(left, names, false) + " @ " + factor(right, names, false);
        }

        /** The product of two vectors with one axis each: NumPy's {@code @} would give their inner product. */
        private boolean isOuter(Names names) {
            Name name = left instanceof Transpose(Of(Symbol symbol)) ? names.name(symbol) : null;
            return name != null && name.vector();
        }

        private static String bare(Formula formula, Names names) {
            return formula instanceof Transpose(Formula inner)
                    ? inner.print(names, false)
                    : formula.print(names, false);
        }

        @Override
        public int weight() {
            return left.weight() + right.weight() + 1;
        }
    }

    record Transpose(Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return of.compute(arrays).transpose();
        }

        @Override
        public String print(Names names, boolean turned) {
            return of.print(names, !turned);
        }

        @Override
        public int weight() {
            return of.weight();
        }
    }

    /** The numbers of an array in the shape of its transpose, row after row: reshaped where it had to be transposed. */
    record Reshaped(Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return of.compute(arrays).reshaped();
        }

        @Override
        public String print(Names names, boolean turned) {
            String inner = of.print(names, false);
            return "%s.reshape(%s.shape[::-1])%s".formatted(inner, inner, turned ? ".T" : "");
        }

        @Override
        public int weight() {
            return of.weight() + 2;
        }
    }

    /** Element-wise product. */
    record Times(Formula left, Formula right) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, ELEMENT, left.compute(arrays).by(right.compute(arrays)));
        }

        @Override
        public String print(Names names, boolean turned) {
            String second = right.print(names, turned);
            return factor(left, names, turned) + (second.startsWith("/") ? " " : " * ") + second;
        }

        @Override
        public int weight() {
            return left.weight() + right.weight();
        }
    }

    record Minus(Formula left, Formula right) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, ELEMENT, left.compute(arrays).minus(right.compute(arrays)));
        }

        @Override
        public String print(Names names, boolean turned) {
            return left.print(names, turned) + " - " + factor(right, names, turned);
        }

        @Override
        public int weight() {
            return left.weight() + right.weight() + 1;
        }
    }

    record Plus(Formula left, Formula right) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, ELEMENT, left.compute(arrays).plus(right.compute(arrays)));
        }

        @Override
        public String print(Names names, boolean turned) {
            // What a value is repeated over, as NumPy does by itself.
            boolean zeros = left instanceof Minus(Formula one, Formula other) && one.equals(other);
            String second = right.print(names, turned);
            return zeros ? second : left.print(names, turned) + " + " + second;
        }

        @Override
        public int weight() {
            return left.weight() + right.weight() + 1;
        }
    }

    record Over(Formula left, Formula right) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, ELEMENT, left.compute(arrays).over(right.compute(arrays)));
        }

        @Override
        public String print(Names names, boolean turned) {
            return factor(left, names, turned) + " / " + factor(right, names, turned);
        }

        @Override
        public int weight() {
            return left.weight() + right.weight() + 1;
        }
    }

    /** An activation's derivative, or what is used as one. */
    record Derivative(Slope slope, Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, FUNCTION, slope.apply(of.compute(arrays)));
        }

        @Override
        public String print(Names names, boolean turned) {
            String argument = of.print(names, turned);
            return slope.print(argument.contains(" ") ? "(" + argument + ")" : argument);
        }

        @Override
        public int weight() {
            return of.weight() + 1;
        }
    }

    /** Activation of logits. */
    record Activate(Nonlinearity activation, Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, FUNCTION, activation.apply(of.compute(arrays)));
        }

        @Override
        public String print(Names names, boolean turned) {
            String argument = of.print(names, turned);
            int axis = turned ? 0 : 1;
            return switch (activation.kind()) {
                case IDENTITY -> argument;
                case SIGMOID -> "sigmoid(" + argument + ")";
                case TANH -> "np.tanh(" + argument + ")";
                case RELU -> "np.maximum(" + argument + ", 0)";
                case LEAKY_RELU ->
                    "np.where(%s > 0, %s, %s * (%s))".formatted(argument, argument, activation.steepness(), argument);
                case EXPONENTIAL -> "np.exp(" + argument + ")";
                case SOFTMAX -> "softmax(%s, axis=%d)".formatted(argument, axis);
                case SOFTMAX_TWICE -> "softmax(softmax(%s, axis=%d), axis=%d)".formatted(argument, axis, axis);
                case SOFTMAX_OVER_EVERYTHING -> "np.exp(%s) / np.exp(%s).sum()".formatted(argument, argument);
                case SOFTMAX_OVER_SAMPLES -> "softmax(%s, axis=%d)".formatted(argument, 1 - axis);
                default -> activation + "(" + argument + ")";
            };
        }

        @Override
        public int weight() {
            return of.weight() + 1;
        }
    }

    /** Softmax's Jacobian, times an error: a ⊙ (e − Σ over units of e ⊙ a). */
    record SoftmaxJacobian(Formula activation, Formula error) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            Matrix a = activation.compute(arrays);
            Matrix e = error.compute(arrays);
            arrays.worked(4 * ELEMENT * e.size());
            return a.by(e.minus(e.by(a).sumOfColumns()));
        }

        @Override
        public String print(Names names, boolean turned) {
            String a = activation.print(names, turned);
            String e = error.print(names, turned);
            String wrapped = e.contains(" ") ? "(" + e + ")" : e;
            return "%s * (%s - (%s * %s).sum(axis=%d, keepdims=True))"
                    .formatted(a, wrapped, wrapped, a, turned ? 0 : 1);
        }

        @Override
        public int weight() {
            return activation.weight() + error.weight() + 2;
        }
    }

    /** Sums, samples being rows. */
    enum Axis {
        SAMPLES,
        UNITS,
        /** A vector of as many numbers as there are samples, where a unit's is needed: as a row. */
        UNITS_IN_A_ROW,
        EVERYTHING
    }

    record Sum(Axis over, Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            Matrix matrix = of.compute(arrays);
            arrays.worked(ELEMENT * matrix.size());
            return switch (over) {
                case SAMPLES -> matrix.sumOfRows();
                case UNITS -> matrix.sumOfColumns();
                case UNITS_IN_A_ROW -> matrix.sumOfColumns().transpose();
                case EVERYTHING -> matrix.sumOfRows().sumOfColumns();
            };
        }

        @Override
        public String print(Names names, boolean turned) {
            String inner = of.print(names, turned);
            String wrapped = inner.contains(" ") ? "(" + inner + ")" : inner;
            return switch (over) {
                case SAMPLES -> wrapped + ".sum(axis=" + (turned ? 1 : 0) + ")";
                case UNITS, UNITS_IN_A_ROW -> wrapped + ".sum(axis=" + (turned ? 0 : 1) + ")";
                case EVERYTHING -> wrapped + ".sum()";
            };
        }

        @Override
        public int weight() {
            return of.weight() + (over == Axis.EVERYTHING ? 1 : 2);
        }
    }

    /** Element-wise function that is no derivative: the sign, the square, the magnitude. */
    record Signs(Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return of.compute(arrays).mapExactly(Math::signum);
        }

        @Override
        public String print(Names names, boolean turned) {
            return "np.sign(" + of.print(names, turned) + ")";
        }

        @Override
        public int weight() {
            return of.weight() + 1;
        }
    }

    /** The number 1, for every element. */
    record One() implements Formula {
        private static final Matrix VALUE = Matrix.filled(1, 1, 1);

        @Override
        public Matrix compute(Arrays arrays) {
            return VALUE;
        }

        @Override
        public String print(Names names, boolean turned) {
            return "1";
        }

        @Override
        public int weight() {
            return 0;
        }
    }

    /** What dropout multiplied by: a factor where something is left, 0 elsewhere. */
    record Kept(Formula of, double factor) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return of.compute(arrays).mapExactly(value -> value == 0 ? 0 : factor);
        }

        @Override
        public String print(Names names, boolean turned) {
            return "(%s != 0) * %.4g".formatted(of.print(names, turned), factor);
        }

        @Override
        public int weight() {
            return of.weight();
        }
    }

    /** A gradient with that of a penalty on the sizes of the weights: gradient + by · sign(weight). */
    record Lasso(Formula gradient, Symbol of, double by) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return gradient.compute(arrays)
                    .plus(arrays.get(of).mapExactly(Math::signum).scaled(by));
        }

        @Override
        public String print(Names names, boolean turned) {
            return "%s + %.3g * np.sign(%s)"
                    .formatted(gradient.print(names, turned), by, new Of(of).print(names, turned));
        }

        @Override
        public int weight() {
            return gradient.weight() + 2;
        }
    }

    /** The last sample alone. */
    record LastSample(Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            Matrix all = of.compute(arrays);
            return all.rows(all.rows() - 1, all.rows());
        }

        @Override
        public String print(Names names, boolean turned) {
            return factor(of, names, turned) + (turned ? "[:, -1:]" : "[-1:]");
        }

        @Override
        public int weight() {
            return of.weight() + 1;
        }
    }

    /**
     * A gradient whose loops use one index for both arrays: Σ over the samples of input[j] · delta[j], in every row where j goes over
     * the units, in every column where it goes over the inputs.
     */
    record OneIndex(Formula input, Formula delta, boolean ofUnits) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            Matrix x = input.compute(arrays);
            Matrix d = delta.compute(arrays);
            int both = Math.min(x.columns(), d.columns());
            Matrix sums = x.columns(0, both).by(d.columns(0, both)).sumOfRows();
            Matrix zeros = Matrix.filled(x.columns(), d.columns(), 0);
            return zeros.plus(ofUnits ? sums : sums.transpose());
        }

        @Override
        public String print(Names names, boolean turned) {
            String index = ofUnits ? "unit" : "input";
            return "%s[%s] * %s[%s]".formatted(factor(input, names, false), index, factor(delta, names, false), index);
        }

        @Override
        public int weight() {
            return input.weight() + delta.weight() + 3;
        }
    }

    private static Matrix counted(Arrays arrays, long each, Matrix value) {
        arrays.worked(each * value.size());
        return value;
    }

    private static String factor(Formula formula, Names names, boolean turned) {
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
        String text = formula.print(names, turned);
        boolean compound = shown instanceof Product
                || shown instanceof Minus
                || shown instanceof Plus
                || (shown instanceof Times && text.contains(" @ "));
        return compound && !text.startsWith("np.outer") ? "(" + text + ")" : text;
    }
}
