package dev.graft.probe;

import dev.graft.error.GraftException;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A matrix outside Java's heap and what OpenBLAS computes with it. Its values do not change. Rows lie one after another, so
 * for routines that count by columns it is its own transpose.
 */
public final class DenseMatrix implements AutoCloseable {
    private static final byte LOWER = 'L';

    private final DoublePointer values;
    private final int rows;
    private final int columns;

    private DenseMatrix(DoublePointer values, int rows, int columns) {
        this.values = values;
        this.rows = rows;
        this.columns = columns;
    }

    /** @param values row by row; copied */
    public static DenseMatrix of(double[] values, int rows, int columns) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    "Found " + values.length + " values, expected " + rows + " x " + columns);
        }
        return new DenseMatrix(new DoublePointer(values), rows, columns);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** Its values row by row. */
    public double[] toArray() {
        double[] copy = new double[rows * columns];
        values.get(copy);
        return copy;
    }

    /**
     * This matrix times some vectors.
     *
     * @param vectors one after another, each of as many values as this has columns
     * @return {@code [rows][count]}
     */
    public double[] times(double[] vectors, int count) {
        try (DoublePointer right = new DoublePointer(vectors);
                DoublePointer result = new DoublePointer((long) rows * count)) {
            if (count == 1) {
                timesVector(openblas.CblasNoTrans, right, result);
            } else {
                openblas.cblas_dgemm(
                        openblas.CblasRowMajor,
                        openblas.CblasNoTrans,
                        openblas.CblasTrans,
                        rows,
                        count,
                        columns,
                        1,
                        values,
                        columns,
                        right,
                        columns,
                        0,
                        result,
                        count);
            }
            double[] product = new double[rows * count];
            result.get(product);
            return product;
        }
    }

    /** One vector, by the routine that is made for it. */
    private void timesVector(int transposition, DoublePointer vector, DoublePointer result) {
        openblas.cblas_dgemv(
                openblas.CblasRowMajor, transposition, rows, columns, 1, values, columns, vector, 1, 0, result, 1);
    }

    /**
     * The transpose times some vectors.
     *
     * @param vectors {@code [rows][count]}
     * @return vectors one after another, each of as many values as this has columns
     */
    public double[] transposedTimes(double[] vectors, int count) {
        try (DoublePointer right = new DoublePointer(vectors);
                DoublePointer result = new DoublePointer((long) columns * count)) {
            if (count == 1) {
                timesVector(openblas.CblasTrans, right, result);
            } else {
                openblas.cblas_dgemm(
                        openblas.CblasRowMajor,
                        openblas.CblasTrans,
                        openblas.CblasNoTrans,
                        count,
                        columns,
                        rows,
                        1,
                        right,
                        count,
                        values,
                        columns,
                        0,
                        result,
                        columns);
            }
            double[] product = new double[columns * count];
            result.get(product);
            return product;
        }
    }

    /** Some rows times the transpose of all: {@code [to - from][rows]}. */
    public double[] products(int from, int to) {
        // Closing a pointer into the values would free them.
        DoublePointer some = values.getPointer((long) from * columns);
        try (DoublePointer result = new DoublePointer((long) (to - from) * rows)) {
            openblas.cblas_dgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasTrans,
                    to - from,
                    rows,
                    columns,
                    1,
                    some,
                    columns,
                    values,
                    columns,
                    0,
                    result,
                    rows);
            double[] product = new double[(to - from) * rows];
            result.get(product);
            return product;
        }
    }

    /** The transpose times this: a row and a column for each column. */
    public Symmetric gram() {
        return gram(openblas.CblasNoTrans, columns, rows);
    }

    /** This times the transpose: a row and a column for each row. */
    public Symmetric outerGram() {
        return gram(openblas.CblasTrans, rows, columns);
    }

    private Symmetric gram(int transposed, int size, int summands) {
        DoublePointer result = new DoublePointer((long) size * size);
        openblas.cblas_dsyrk(
                openblas.CblasColMajor,
                openblas.CblasLower,
                transposed,
                size,
                summands,
                1,
                values,
                columns,
                0,
                result,
                size);
        return new Symmetric(result, size);
    }

    /**
     * Where rows are fewer than columns: coordinates of these rows, and of others' parts in their span, in an orthonormal basis
     * of it. What depends on products with these rows alone, as a solution of ridge regression does, is the same in them.
     *
     * @param others as many columns as this
     * @return those of these rows and those of the others, each with as many columns as this has rows
     */
    public Coordinates inSpan(DenseMatrix others) {
        try (DoublePointer factors = new DoublePointer((long) rows * columns);
                DoublePointer scales = new DoublePointer(rows);
                DoublePointer rotated = new DoublePointer((long) others.rows * columns)) {
            factors.put(toArray());
            rotated.put(others.toArray());
            require(openblas.LAPACKE_dgeqrf(openblas.LAPACK_COL_MAJOR, columns, rows, factors, columns, scales));
            require(openblas.LAPACKE_dormqr(
                    openblas.LAPACK_COL_MAJOR,
                    (byte) 'L',
                    (byte) 'T',
                    columns,
                    others.rows,
                    rows,
                    factors,
                    columns,
                    scales,
                    rotated,
                    columns));
            double[] own = new double[rows * rows];
            double[] theirs = new double[others.rows * rows];
            for (int i = 0; i < rows; i++) {
                // The upper triangle, by columns.
                factors.position((long) i * columns).get(own, i * rows, i + 1);
            }
            for (int i = 0; i < others.rows; i++) {
                rotated.position((long) i * columns).get(theirs, i * rows, rows);
            }
            factors.position(0);
            rotated.position(0);
            return new Coordinates(of(own, rows, rows), of(theirs, others.rows, rows));
        }
    }

    /** Of some rows and of others; to be closed each. */
    public record Coordinates(DenseMatrix own, DenseMatrix others) {}

    private static void require(int code) {
        if (code != 0) {
            throw new GraftException("A decomposition of the features failed with LAPACK's code " + code
                    + ". Expected finite features; are the weights damaged?");
        }
    }

    @Override
    public void close() {
        values.close();
    }

    /** A symmetric matrix, of which the lower triangle by columns is kept. */
    public static final class Symmetric implements AutoCloseable {
        private final DoublePointer values;
        private final int size;

        private Symmetric(DoublePointer values, int size) {
            this.values = values;
            this.size = size;
        }

        /**
         * Factors {@code scale * this + ridge * identity}; this stays as it is.
         *
         * @param ridge above 0
         */
        public Factor factor(double scale, double ridge) {
            DoublePointer factors = new DoublePointer((long) size * size);
            double[] column = new double[size];
            for (int j = 0; j < size; j++) {
                values.position((long) j * size).get(column);
                for (int i = j; i < size; i++) {
                    column[i] *= scale;
                }
                column[j] += ridge;
                factors.position((long) j * size).put(column);
            }
            values.position(0);
            factors.position(0);
            int code = openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, LOWER, size, factors, size);
            if (code != 0) {
                factors.close();
            }
            require(code);
            return new Factor(factors, size);
        }

        /** Eigenvalues in ascending order, and the vectors as rows in the same order. */
        public Eigen eigen() {
            try (DoublePointer vectors = new DoublePointer((long) size * size);
                    DoublePointer eigenvalues = new DoublePointer(size)) {
                double[] copy = new double[size * size];
                values.get(copy);
                vectors.put(copy);
                require(openblas.LAPACKE_dsyevd(
                        openblas.LAPACK_COL_MAJOR, (byte) 'V', LOWER, size, vectors, size, eigenvalues));
                double[] found = new double[size];
                eigenvalues.get(found);
                vectors.get(copy);
                return new Eigen(found, of(copy, size, size));
            }
        }

        @Override
        public void close() {
            values.close();
        }
    }

    /** Eigenvalues and eigenvectors, a row each. */
    public record Eigen(double[] values, DenseMatrix vectors) {}

    /** A Cholesky factor. */
    public static final class Factor implements AutoCloseable {
        private final DoublePointer values;
        private final int size;

        private Factor(DoublePointer values, int size) {
            this.values = values;
            this.size = size;
        }

        /** Solves for vectors that lie one after another; what comes behind them is copied. */
        public double[] solve(double[] vectors, int count) {
            try (DoublePointer right = new DoublePointer(vectors)) {
                require(openblas.LAPACKE_dpotrs(
                        openblas.LAPACK_COL_MAJOR, LOWER, size, count, values, size, right, size));
                double[] solution = new double[vectors.length];
                right.get(solution);
                return solution;
            }
        }

        @Override
        public void close() {
            values.close();
        }
    }
}
