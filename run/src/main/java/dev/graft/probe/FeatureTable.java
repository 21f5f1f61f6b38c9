package dev.graft.probe;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Features of images: a row for each image.
 *
 * @param values row by row
 * @param columns features of an image, at least 1
 */
public record FeatureTable(float[] values, int columns) {
    /** Columns of rows that hold more. */
    public static FeatureTable columns(float[][] rows, int from, int to) {
        float[] values = new float[rows.length * (to - from)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], from, values, i * (to - from), to - from);
        }
        return new FeatureTable(values, to - from);
    }

    /** Number of images. */
    public int rows() {
        return values.length / columns;
    }

    /** Indices of all rows. */
    public int[] all() {
        return IntStream.range(0, rows()).toArray();
    }

    /** Means and standard deviations of some rows, by which others are made comparable. */
    public Standard standard(int[] rows) {
        double[] mean = new double[columns];
        double[] deviation = new double[columns];
        for (int row : rows) {
            for (int j = 0; j < columns; j++) {
                mean[j] += values[row * columns + j];
            }
        }
        for (int j = 0; j < columns; j++) {
            mean[j] /= rows.length;
        }
        for (int row : rows) {
            for (int j = 0; j < columns; j++) {
                double difference = values[row * columns + j] - mean[j];
                deviation[j] += difference * difference;
            }
        }
        for (int j = 0; j < columns; j++) {
            deviation[j] = Math.sqrt(deviation[j] / rows.length);
            // What is constant up to rounding says nothing; divided by its own rounding it would say anything.
            if (deviation[j] <= 1e-6 * Math.abs(mean[j])) {
                deviation[j] = Double.POSITIVE_INFINITY;
            }
        }
        return new Standard(mean, deviation);
    }

    /** Some rows, standardised. */
    public DenseMatrix standardised(int[] rows, Standard standard) {
        double[] result = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                result[i * columns + j] =
                        (values[rows[i] * columns + j] - standard.mean()[j]) / standard.deviation()[j];
            }
        }
        return DenseMatrix.of(result, rows.length, columns);
    }

    /** All rows, standardised by themselves. */
    public DenseMatrix standardised() {
        int[] all = all();
        return standardised(all, standard(all));
    }

    /** The values at some positions of an array. */
    public static int[] at(int[] values, int[] positions) {
        return Arrays.stream(positions).map(i -> values[i]).toArray();
    }

    /**
     * Of each column.
     *
     * @param deviation without Bessel's correction; infinite where there is none
     */
    public record Standard(double[] mean, double[] deviation) {}
}
