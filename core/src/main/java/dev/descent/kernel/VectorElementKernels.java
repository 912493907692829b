package dev.descent.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The passes with transcendental functions and with choices on vectors; what C2 makes vectors of by itself stays with the plain loops. An array
 * that is no multiple of the vector long ends with a vector that overlaps the one before, or with part of a vector.
 */
final class VectorElementKernels extends ScalarElementKernels {
    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = Tiles.LANES;

    /** See {@link Tiles#ZERO}. */
    private static final DoubleVector DOUBLE_ZERO = DoubleVector.zero(DOUBLES);

    @Override
    public void activate(Nonlinearity f, float shape, int n, float[] x, int xOffset, float[] y, int yOffset) {
        switch (f) {
            case SIGMOID -> sigmoid(n, x, xOffset, y, yOffset);
            case TANH -> tanh(n, x, xOffset, y, yOffset);
            case RELU -> relu(n, x, xOffset, y, yOffset);
            case IDENTITY, LEAKY_RELU, ELU -> super.activate(f, shape, n, x, xOffset, y, yOffset);
        }
    }

    private void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
        if (n < LANES) {
            super.activate(Nonlinearity.RELU, 0, n, x, xOffset, y, yOffset);
            return;
        }
        FloatVector last = positive(x, xOffset + n - LANES);
        for (int i = 0; i + LANES <= n; i += LANES) {
            positive(x, xOffset + i).intoArray(y, yOffset + i);
        }
        last.intoArray(y, yOffset + n - LANES);
    }

    /** 0 in place of what is not above it; NaN stays. */
    private static FloatVector positive(float[] x, int offset) {
        FloatVector values = FloatVector.fromArray(SPECIES, x, offset);
        return values.blend(0, values.compare(VectorOperators.LE, 0));
    }

    @Override
    public void derive(
            Nonlinearity f,
            float shape,
            int n,
            float[] y,
            int yOffset,
            float[] error,
            int errorOffset,
            float[] delta,
            int deltaOffset) {
        boolean isVectorised = f == Nonlinearity.RELU || f == Nonlinearity.SIGMOID || f == Nonlinearity.TANH;
        if (!isVectorised || n < LANES) {
            super.derive(f, shape, n, y, yOffset, error, errorOffset, delta, deltaOffset);
            return;
        }
        FloatVector last = passed(f, y, yOffset + n - LANES, error, errorOffset + n - LANES);
        for (int i = 0; i + LANES <= n; i += LANES) {
            passed(f, y, yOffset + i, error, errorOffset + i).intoArray(delta, deltaOffset + i);
        }
        last.intoArray(delta, deltaOffset + n - LANES);
    }

    /** Errors times the derivative of relu (which C2 does not make vectors of by itself), sigmoid or tanh. */
    private static FloatVector passed(Nonlinearity f, float[] y, int yOffset, float[] error, int errorOffset) {
        FloatVector value = FloatVector.fromArray(SPECIES, y, yOffset);
        FloatVector passed = FloatVector.fromArray(SPECIES, error, errorOffset);
        if (f == Nonlinearity.RELU) {
            return passed.blend(0, value.compare(VectorOperators.GT, 0).not());
        }
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        return f == Nonlinearity.SIGMOID
                ? passed.mul(value.mul(one.sub(value)))
                : passed.mul(one.sub(value.mul(value)));
    }

    // The function of a vector is called once in each loop: C2 inlines only so much into a method, and what it leaves
    // out takes its
    // vectors as objects. What is left at the end is part of a vector, in a method of its own.

    @Override
    void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorFunctions.exp(FloatVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        if (whole < n) {
            expOfFew(n - whole, x, xOffset + whole, y, yOffset + whole);
        }
    }

    private static void expOfFew(int n, float[] x, int xOffset, float[] y, int yOffset) {
        VectorMask<Float> isThere = SPECIES.indexInRange(0, n);
        VectorFunctions.exp(FloatVector.fromArray(SPECIES, x, xOffset, isThere)).intoArray(y, yOffset, isThere);
    }

    static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorFunctions.sigmoid(FloatVector.fromArray(SPECIES, x, xOffset + i))
                    .intoArray(y, yOffset + i);
        }
        if (whole < n) {
            sigmoidOfFew(n - whole, x, xOffset + whole, y, yOffset + whole);
        }
    }

    private static void sigmoidOfFew(int n, float[] x, int xOffset, float[] y, int yOffset) {
        VectorMask<Float> isThere = SPECIES.indexInRange(0, n);
        VectorFunctions.sigmoid(FloatVector.fromArray(SPECIES, x, xOffset, isThere))
                .intoArray(y, yOffset, isThere);
    }

    private static void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorFunctions.tanh(FloatVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        if (whole < n) {
            tanhOfFew(n - whole, x, xOffset + whole, y, yOffset + whole);
        }
    }

    private static void tanhOfFew(int n, float[] x, int xOffset, float[] y, int yOffset) {
        VectorMask<Float> isThere = SPECIES.indexInRange(0, n);
        VectorFunctions.tanh(FloatVector.fromArray(SPECIES, x, xOffset, isThere))
                .intoArray(y, yOffset, isThere);
    }

    @Override
    public double squaredError(int n, float[] y, float[] targets, float factor, float[] gradient) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = low;
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            FloatVector difference =
                    FloatVector.fromArray(SPECIES, y, i).sub(FloatVector.fromArray(SPECIES, targets, i));
            difference.mul(2 * factor).intoArray(gradient, i);
            DoubleVector first = (DoubleVector) difference.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector second = (DoubleVector) difference.convertShape(VectorOperators.F2D, DOUBLES, 1);
            low = first.lanewise(VectorOperators.FMA, first, low);
            high = second.lanewise(VectorOperators.FMA, second, high);
        }
        double sum = sum(DOUBLE_ZERO.add(low).add(high));
        for (; i < n; i++) {
            float difference = y[i] - targets[i];
            sum += (double) difference * difference;
            gradient[i] = 2 * factor * difference;
        }
        return sum;
    }

    @Override
    public double squaredDistance(int n, float[] x, float[] y) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = low;
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            FloatVector difference = FloatVector.fromArray(SPECIES, x, i).sub(FloatVector.fromArray(SPECIES, y, i));
            DoubleVector first = (DoubleVector) difference.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector second = (DoubleVector) difference.convertShape(VectorOperators.F2D, DOUBLES, 1);
            low = first.lanewise(VectorOperators.FMA, first, low);
            high = second.lanewise(VectorOperators.FMA, second, high);
        }
        double sum = sum(DOUBLE_ZERO.add(low).add(high));
        for (; i < n; i++) {
            double difference = (double) x[i] - y[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public double sum(int n, float[] x, int offset) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = low;
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            FloatVector values = FloatVector.fromArray(SPECIES, x, offset + i);
            low = ((DoubleVector) values.convertShape(VectorOperators.F2D, DOUBLES, 0)).add(low);
            high = ((DoubleVector) values.convertShape(VectorOperators.F2D, DOUBLES, 1)).add(high);
        }
        return sum(DOUBLE_ZERO.add(low).add(high)) + super.sum(n - i, x, offset + i);
    }

    @Override
    public double centredProduct(int n, float[] x, int xOffset, float xCentre, float[] y, int yOffset, float yCentre) {
        DoubleVector low = DoubleVector.zero(DOUBLES);
        DoubleVector high = low;
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            FloatVector left = FloatVector.fromArray(SPECIES, x, xOffset + i).sub(xCentre);
            FloatVector right = FloatVector.fromArray(SPECIES, y, yOffset + i).sub(yCentre);
            low = ((DoubleVector) left.convertShape(VectorOperators.F2D, DOUBLES, 0))
                    .lanewise(VectorOperators.FMA, right.convertShape(VectorOperators.F2D, DOUBLES, 0), low);
            high = ((DoubleVector) left.convertShape(VectorOperators.F2D, DOUBLES, 1))
                    .lanewise(VectorOperators.FMA, right.convertShape(VectorOperators.F2D, DOUBLES, 1), high);
        }
        double rest = super.centredProduct(n - i, x, xOffset + i, xCentre, y, yOffset + i, yCentre);
        return sum(DOUBLE_ZERO.add(low).add(high)) + rest;
    }

    /** In a fixed order, as the Vector API's own sum of lanes need not keep one. */
    private static double sum(DoubleVector lanes) {
        double sum = 0;
        for (int i = 0; i < DOUBLES.length(); i++) {
            sum += lanes.lane(i);
        }
        return sum;
    }
}
