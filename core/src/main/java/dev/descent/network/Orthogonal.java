package dev.descent.network;

import dev.descent.data.CounterRandom;
import dev.descent.spec.Spec;

/**
 * Rows or columns, whichever are fewer, orthogonal and of length {@code gain} (Saxe, McClelland and Ganguli 2014): normal
 * numbers made orthonormal by Gram and Schmidt, twice for accuracy.
 *
 * @param gain length of the vectors, above 0
 */
public record Orthogonal(double gain) implements Initializer {
    public Orthogonal {
        if (!(gain > 0)) {
            throw new IllegalArgumentException("the gain of orthogonal is above 0, got " + gain);
        }
    }

    static Orthogonal parse(Spec spec) {
        return new Orthogonal(spec.arguments("gain").number("gain", 1));
    }

    @Override
    public Spec spec() {
        return Spec.of("orthogonal").withUnless(1, "gain", gain);
    }

    @Override
    public void fill(double[] values, Parameter parameter, CounterRandom random) {
        int rows = parameter.shape().dimension(0);
        int columns = parameter.size() / rows;
        boolean byRow = rows <= columns;
        double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int i = parameter.offset() + row * columns + column;
                vectors[byRow ? row : column][byRow ? column : row] = random.normal(i);
            }
        }
        orthonormalize(vectors);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[parameter.offset() + row * columns + column] =
                        gain * vectors[byRow ? row : column][byRow ? column : row];
            }
        }
    }

    private static void orthonormalize(double[][] vectors) {
        for (int v = 0; v < vectors.length; v++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int earlier = 0; earlier < v; earlier++) {
                    double along = dot(vectors[v], vectors[earlier]);
                    for (int i = 0; i < vectors[v].length; i++) {
                        vectors[v][i] -= along * vectors[earlier][i];
                    }
                }
                double length = Math.sqrt(dot(vectors[v], vectors[v]));
                for (int i = 0; i < vectors[v].length; i++) {
                    vectors[v][i] /= length;
                }
            }
        }
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
