package dev.graft.probe;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Logistic regression with a squared penalty: minimises the summed log loss plus {@code penalty / 2} times the squared weights.
 * Intercepts are not penalised. That is scikit-learn's {@code LogisticRegression(C=1 / penalty)}. Two classes have one logit, of
 * the second class; more have one each.
 *
 * <p>The second derivatives are never above those of a quadratic function that does not depend on the point (Böhning 1992), {@code
 * penalty + c Z'Z}. Its inverse begins the directions of {@link Lbfgs}, which then takes about a dozen steps for any penalty.
 *
 * <p>To be closed. Not thread-safe.
 */
public final class LogisticRegression implements AutoCloseable {
    private static final int MEMORY = 10;
    private static final int MOST_ITERATIONS = 500;
    private static final double SIMILAR = 4;

    /**
     * Penalties to choose from, in relation to the number of features: then the prior spread of a logit is the same for any
     * number of features, 0.06 for the first and 3 for the last.
     */
    private static final double[] PENALTIES =
            IntStream.range(0, 8).mapToDouble(i -> Math.pow(10, 2.5 - 0.5 * i)).toArray();

    private final DenseMatrix design;
    private final DenseMatrix.Symmetric gram;
    private final int[] labels;
    private final int outputs;
    private final double bound;
    private DenseMatrix.@Nullable Factor factor;
    private double factored;

    /**
     * @param design a row for each image whose columns have mean 0; is not closed
     * @param labels of the rows
     */
    public LogisticRegression(DenseMatrix design, int[] labels, int classes) {
        this.design = design;
        this.gram = design.gram();
        this.labels = labels;
        this.outputs = classes == 2 ? 1 : classes;
        this.bound = outputs == 1 ? 0.25 : 0.5;
    }

    /**
     * A fitted model.
     *
     * @param values weights {@code [outputs][features]}, then an intercept for each output
     * @param features as many as the design has columns
     */
    public record Model(double[] values, int features, int outputs) {
        /** What a feature adds to an output. */
        public double weight(int output, int feature) {
            return values[output * features + feature];
        }

        /** What an output is without features. */
        public double intercept(int output) {
            return values[outputs * features + output];
        }

        /** Probabilities of the classes for each row. */
        public double[][] probabilities(DenseMatrix rows) {
            double[] logits = logits(rows, values, outputs);
            double[][] probabilities = new double[rows.rows()][];
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = softmax(logits, i, outputs);
            }
            return probabilities;
        }
    }

    /** Penalties to choose from for features of so many columns, the strongest first. */
    public static double[] penalties(int columns) {
        return DoubleStream.of(PENALTIES).map(penalty -> penalty * columns).toArray();
    }

    /** Of the true class's probability; finite. */
    public static double logLoss(double probability) {
        return -Math.log(Math.max(probability, 1e-15));
    }

    /** What predicts nothing: a start. */
    public Model zero() {
        return new Model(new double[outputs * (design.columns() + 1)], design.columns(), outputs);
    }

    /**
     * Fits.
     *
     * @param penalty above 0
     * @param tolerance of the mean log loss
     * @param start where to begin
     */
    public Model fit(double penalty, double tolerance, Model start) {
        DenseMatrix.Factor inverse = factor(penalty);
        Lbfgs solver = new Lbfgs(MEMORY, MOST_ITERATIONS, tolerance * labels.length);
        int weights = outputs * design.columns();
        Lbfgs.Minimum minimum = solver.minimise(
                (point, gradient) -> objective(point, gradient, penalty),
                vector -> {
                    double[] result =
                            Arrays.copyOf(inverse.solve(Arrays.copyOf(vector, weights), outputs), vector.length);
                    for (int c = weights; c < vector.length; c++) {
                        result[c] = vector[c] / (bound * labels.length);
                    }
                    return result;
                },
                start.values());
        return new Model(minimum.point(), design.columns(), outputs);
    }

    /** One of a similar penalty does, too: a few steps more cost less than a factor. */
    private DenseMatrix.Factor factor(double penalty) {
        DenseMatrix.Factor known = factor;
        if (known != null && penalty <= factored && penalty * SIMILAR >= factored) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        DenseMatrix.Factor made = gram.factor(bound, penalty);
        factor = made;
        factored = penalty;
        return made;
    }

    private double objective(double[] point, double[] gradient, double penalty) {
        double[] residuals = logits(design, point, outputs);
        double loss = 0;
        int weights = outputs * design.columns();
        Arrays.fill(gradient, weights, gradient.length, 0);
        for (int i = 0; i < labels.length; i++) {
            double[] probabilities = softmax(residuals, i, outputs);
            loss -= logProbability(residuals, i, labels[i]);
            for (int c = 0; c < outputs; c++) {
                // Of two classes the logit is the second one's.
                int label = outputs == 1 ? 1 : c;
                double residual = probabilities[label] - (labels[i] == label ? 1 : 0);
                residuals[i * outputs + c] = residual;
                gradient[weights + c] += residual;
            }
        }
        double[] products = design.transposedTimes(residuals, outputs);
        double squares = 0;
        for (int j = 0; j < weights; j++) {
            squares += point[j] * point[j];
            gradient[j] = products[j] + penalty * point[j];
        }
        return loss + penalty / 2 * squares;
    }

    private double logProbability(double[] logits, int row, int label) {
        if (outputs == 1) {
            double margin = label == 1 ? logits[row] : -logits[row];
            return margin >= 0 ? -Math.log1p(Math.exp(-margin)) : margin - Math.log1p(Math.exp(margin));
        }
        double largest = largest(logits, row, outputs);
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += Math.exp(logits[row * outputs + c] - largest);
        }
        return logits[row * outputs + label] - largest - Math.log(sum);
    }

    private static double[] logits(DenseMatrix rows, double[] values, int outputs) {
        int weights = outputs * rows.columns();
        double[] logits = rows.times(Arrays.copyOf(values, weights), outputs);
        for (int i = 0; i < logits.length; i++) {
            logits[i] += values[weights + i % outputs];
        }
        return logits;
    }

    private static double[] softmax(double[] logits, int row, int outputs) {
        if (outputs == 1) {
            double second = 1 / (1 + Math.exp(-logits[row]));
            return new double[] {1 - second, second};
        }
        double[] probabilities = new double[outputs];
        double largest = largest(logits, row, outputs);
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            probabilities[c] = Math.exp(logits[row * outputs + c] - largest);
            sum += probabilities[c];
        }
        for (int c = 0; c < outputs; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    private static double largest(double[] logits, int row, int outputs) {
        double largest = logits[row * outputs];
        for (int c = 1; c < outputs; c++) {
            largest = Math.max(largest, logits[row * outputs + c]);
        }
        return largest;
    }

    @Override
    public void close() {
        gram.close();
        if (factor != null) {
            factor.close();
        }
    }
}
