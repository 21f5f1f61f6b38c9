package dev.graft.layer;

import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Cross-entropy of a softmax, computed from the logits {@code z} of shape {@code [batch, classes]}, as Keras's {@code
 * CategoricalCrossentropy(from_logits=True)}: {@code sum_c y_c (log sum_k exp(z_k) - z_c)} per image, with gradient {@code
 * softmax(z) sum(y) - y}. Labels may be soft.
 *
 * <p>DL4J's {@code LossMCXENT} takes the logarithm of a probability cut off at 1e-10, so a confidently wrong answer costs
 * 23 at most; here it costs what it costs, and value and gradient are finite for every finite logit. Both are computed in
 * double precision: the arrays are small, and what is left of the loss of a right answer is far below single precision's
 * distance from 1.
 *
 * <p>With logits {@code (0, z)} this is the binary cross-entropy of a sigmoid of {@code z}: {@code softmax(0, z) = (1 -
 * sigmoid(z), sigmoid(z))}; see {@link TwoClassLogits}.
 *
 * <p>A mask of shape {@code [batch, 1]} weights the images: each one's loss and gradient are multiplied by its weight, and
 * the mean still divides by the number of images, as Keras's {@code sum_over_batch_size} does.
 */
public class SoftmaxCrossEntropy implements ILossFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public double computeScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray weights, boolean average) {
        double sum = 0;
        for (double loss : losses(labels, logits, activation, weights)) {
            sum += loss;
        }
        return average ? sum / logits.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray weights) {
        return Nd4j.createFromArray(losses(labels, logits, activation, weights))
                .reshape(logits.size(0), 1)
                .castTo(logits.dataType());
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray weights) {
        check(labels, logits, activation, weights);
        return Nd4j.createFromArray(gradient(rows(labels), rows(logits), i -> weight(weights, i)))
                .castTo(logits.dataType());
    }

    /**
     * The gradient in Java's arrays.
     *
     * @param labels of each image, as many as it has logits
     * @param weights of the images
     * @return by image and class
     */
    public static double[][] gradient(double[][] labels, double[][] logits, IntToDoubleFunction weights) {
        double[][] gradient = new double[logits.length][];
        for (int i = 0; i < logits.length; i++) {
            double[] z = logits[i];
            double[] y = labels[i];
            double weight = weights.applyAsDouble(i);
            double normalizer = logSumExp(z);
            double mass = Arrays.stream(y).sum();
            gradient[i] = new double[z.length];
            for (int c = 0; c < z.length; c++) {
                gradient[i][c] = weight * (Math.exp(z[c] - normalizer) * mass - y[c]);
            }
        }
        return gradient;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray weights, boolean average) {
        return new Pair<>(
                computeScore(labels, logits, activation, weights, average),
                computeGradient(labels, logits, activation, weights));
    }

    private static double[] losses(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray weights) {
        check(labels, logits, activation, weights);
        return losses(rows(labels), rows(logits), i -> weight(weights, i));
    }

    /**
     * The losses in Java's arrays.
     *
     * @param labels of each image, as many as it has logits
     * @param weights of the images
     * @return by image
     */
    public static double[] losses(double[][] labels, double[][] logits, IntToDoubleFunction weights) {
        double[] losses = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            double[] z = logits[i];
            double[] y = labels[i];
            for (int c = 0; c < z.length; c++) {
                losses[i] += y[c] == 0 ? 0 : y[c] * minusLogProbability(z, c);
            }
            losses[i] *= weights.applyAsDouble(i);
        }
        return losses;
    }

    /** {@code log sum_k exp(z_k - z_c)}; the class's own term is the 1 of {@code log1p}. */
    private static double minusLogProbability(double[] z, int c) {
        double largest = Arrays.stream(z).max().orElseThrow();
        if (z[c] < largest) {
            return logSumExp(z) - z[c];
        }
        double others = 0;
        for (int k = 0; k < z.length; k++) {
            others += k == c ? 0 : Math.exp(z[k] - z[c]);
        }
        return Math.log1p(others);
    }

    private static double logSumExp(double[] z) {
        double largest = Arrays.stream(z).max().orElseThrow();
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum);
    }

    /**
     * A matrix in Java's arrays. ND4J's own way, {@code toDoubleMatrix}, copies row by row and takes longer than all of the
     * arithmetic here.
     *
     * @param array of two dimensions, of any type and order
     */
    public static double[][] rows(INDArray array) {
        double[] values;
        try (INDArray copy = array.dup('c')) {
            values = copy.data().asDouble();
        }
        int columns = Math.toIntExact(array.size(1));
        double[][] rows = new double[Math.toIntExact(array.size(0))][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
        return rows;
    }

    private static double weight(@Nullable INDArray weights, int row) {
        return weights == null ? 1 : weights.getDouble(row);
    }

    private static void check(INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray weights) {
        if (!(activation instanceof ActivationSoftmax)) {
            throw new GraftException("SoftmaxCrossEntropy belongs to a layer with softmax, found " + activation + ".");
        }
        check(labels.shape(), logits.shape(), weights == null ? logits.size(0) : weights.length());
    }

    /**
     * Whether labels and weights fit the network's output.
     *
     * @param labels their shape
     * @param logits their shape, {@code [batch, classes]}
     * @param weights how many there are
     * @throws GraftException if they do not
     */
    public static void check(long[] labels, long[] logits, long weights) {
        if (!Arrays.equals(labels, logits)) {
            throw new GraftException("Labels have the shape " + Arrays.toString(labels) + ", the network's output has "
                    + Arrays.toString(logits) + ". They must be equal.");
        }
        if (weights != logits[0]) {
            throw new GraftException(
                    "There are " + weights + " weights for " + logits[0] + " images. Give one for each.");
        }
    }

    @Override
    public String name() {
        return "SoftmaxCrossEntropy";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SoftmaxCrossEntropy;
    }

    @Override
    public int hashCode() {
        return SoftmaxCrossEntropy.class.hashCode();
    }

    @Override
    public String toString() {
        return "SoftmaxCrossEntropy()";
    }
}
