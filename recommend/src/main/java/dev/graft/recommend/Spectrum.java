package dev.graft.recommend;

import dev.graft.probe.DenseMatrix;
import java.util.stream.IntStream;

/**
 * What scores of transferability need to know of standardised features {@code Z}: their singular values and how the classes
 * lie along the singular vectors.
 *
 * @param images rows of the features
 * @param features columns of the features
 * @param squares squared singular values; as many as there are images or features, whichever is less
 * @param alongClass for each class, the products of the left singular vectors with its indicator less the class's share
 * @param counts images of each class
 * @param rowSquares the sum of the fourth powers of the rows' lengths
 */
record Spectrum(int images, int features, double[] squares, double[][] alongClass, int[] counts, double rowSquares) {
    /** Singular values below this share of the largest are rounding. */
    private static final double ROUNDING = 1e-12;

    /** @param standardised columns of mean 0 */
    static Spectrum of(DenseMatrix standardised, int[] labels, int classes) {
        int n = standardised.rows();
        int d = standardised.columns();
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        double[] indicators = new double[n * classes];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                indicators[i * classes + c] = (labels[i] == c ? 1 : 0) - (double) counts[c] / n;
            }
        }
        try (DenseMatrix.Symmetric gram = d <= n ? standardised.gram() : standardised.outerGram()) {
            DenseMatrix.Eigen eigen = gram.eigen();
            try (DenseMatrix vectors = eigen.vectors()) {
                double[] squares = clean(eigen.values());
                // Right singular vectors if there are enough images, else left ones.
                double[][] along = d <= n
                        ? scaled(rows(vectors, standardised.transposedTimes(indicators, classes), classes), squares)
                        : rows(vectors, transposed(indicators, classes), classes);
                return new Spectrum(n, d, squares, along, counts, rowSquares(standardised));
            }
        }
    }

    private static double[] clean(double[] eigenvalues) {
        double least = ROUNDING * eigenvalues[eigenvalues.length - 1];
        return IntStream.range(0, eigenvalues.length)
                .mapToDouble(i -> eigenvalues[i] <= least ? 0 : eigenvalues[i])
                .toArray();
    }

    /** Products of vectors with each class's. */
    private static double[][] rows(DenseMatrix vectors, double[] ofClasses, int classes) {
        double[] products = vectors.times(ofClasses, classes);
        double[][] rows = new double[classes][vectors.rows()];
        for (int i = 0; i < products.length; i++) {
            rows[i % classes][i / classes] = products[i];
        }
        return rows;
    }

    private static double[][] scaled(double[][] products, double[] squares) {
        for (double[] row : products) {
            for (int i = 0; i < row.length; i++) {
                row[i] = squares[i] == 0 ? 0 : row[i] / Math.sqrt(squares[i]);
            }
        }
        return products;
    }

    private static double[] transposed(double[] values, int columns) {
        int rows = values.length / columns;
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % columns * rows + i / columns] = values[i];
        }
        return result;
    }

    private static double rowSquares(DenseMatrix matrix) {
        double[] values = matrix.toArray();
        double sum = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            double length = 0;
            for (int j = 0; j < matrix.columns(); j++) {
                double value = values[i * matrix.columns() + j];
                length += value * value;
            }
            sum += length * length;
        }
        return sum;
    }
}
