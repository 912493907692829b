package dev.descent.doctor.measure;

import java.util.Arrays;

/** Eigenvalues of small symmetric matrices by Jacobi's rotations (Golub and Van Loan 2013, section 8.5). */
final class Symmetric {
    private static final int SWEEPS = 50;

    private Symmetric() {}

    /** Ascending; the matrix is used up. */
    static double[] eigenvalues(double[][] matrix) {
        int size = matrix.length;
        for (int sweep = 0; sweep < SWEEPS && offDiagonal(matrix) > 1e-22 * diagonal(matrix); sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(matrix, p, q);
                }
            }
        }
        double[] eigenvalues = new double[size];
        for (int i = 0; i < size; i++) {
            eigenvalues[i] = matrix[i][i];
        }
        Arrays.sort(eigenvalues);
        return eigenvalues;
    }

    private static void rotate(double[][] matrix, int p, int q) {
        if (matrix[p][q] == 0) {
            return;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        for (int k = 0; k < matrix.length; k++) {
            double first = matrix[k][p];
            double second = matrix[k][q];
            matrix[k][p] = cosine * first - sine * second;
            matrix[k][q] = sine * first + cosine * second;
        }
        for (int k = 0; k < matrix.length; k++) {
            double first = matrix[p][k];
            double second = matrix[q][k];
            matrix[p][k] = cosine * first - sine * second;
            matrix[q][k] = sine * first + cosine * second;
        }
    }

    private static double offDiagonal(double[][] matrix) {
        double sum = 0;
        for (int p = 0; p < matrix.length; p++) {
            for (int q = 0; q < p; q++) {
                sum += matrix[p][q] * matrix[p][q];
            }
        }
        return sum;
    }

    private static double diagonal(double[][] matrix) {
        double sum = 0;
        for (int p = 0; p < matrix.length; p++) {
            sum += matrix[p][p] * matrix[p][p];
        }
        return sum;
    }
}
