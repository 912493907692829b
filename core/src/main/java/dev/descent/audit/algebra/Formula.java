package dev.descent.audit.algebra;

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
    default String print(Names names, boolean turned) {
        return new NumPyNotation(names).print(this, turned);
    }

    /** How much there is to it; the simplest of several that match is taken. */
    int weight();

    record Of(Symbol symbol) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return arrays.get(symbol);
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
        public int weight() {
            return left.weight() + right.weight() + 1;
        }
    }

    /** A quotient whose divisor is kept from 0: left / (right + epsilon). */
    record Guarded(Formula left, Formula right, double epsilon) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            Matrix divisor = right.compute(arrays);
            Matrix kept = divisor.plus(Matrix.filled(divisor.rows(), divisor.columns(), epsilon));
            return counted(arrays, ELEMENT, left.compute(arrays).over(kept));
        }

        @Override
        public int weight() {
            return left.weight() + right.weight() + 2;
        }
    }

    /** An activation's derivative, or what is used as one. */
    record Derivative(Slope slope, Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return counted(arrays, FUNCTION, slope.apply(of.compute(arrays)));
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
        public int weight() {
            return of.weight() + (over == Axis.EVERYTHING ? 1 : 2);
        }
    }

    /** The sign of each element. */
    record Signs(Formula of) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return of.compute(arrays).mapExactly(Math::signum);
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
        public int weight() {
            return of.weight();
        }
    }

    /** A gradient with that of a penalty: gradient + by · penalty(weight). */
    record Penalised(Formula gradient, Penalty penalty, Symbol of, Symbol input, double by) implements Formula {
        @Override
        public Matrix compute(Arrays arrays) {
            return gradient.compute(arrays)
                    .plus(penalty.of(arrays.get(of), arrays.get(input)).scaled(by));
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
        public int weight() {
            return input.weight() + delta.weight() + 3;
        }
    }

    private static Matrix counted(Arrays arrays, long each, Matrix value) {
        arrays.worked(each * value.size());
        return value;
    }
}
