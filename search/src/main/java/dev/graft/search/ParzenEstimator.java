package dev.graft.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.ErfDifference;

/**
 * Logarithms of densities that are made of observed values: a mixture of a kernel around each and a prior. Kernels, widths and
 * weights are those of Optuna 5 for one parameter alone (Akiba and others, KDD 2019, after Bergstra and others, NeurIPS 2011),
 * with a prior of weight 1, its limits on widths, and without regard to the ends of the range in them.
 */
final class ParzenEstimator {
    private static final double PRIOR_WEIGHT = 1;
    /** So many of the youngest observations count whole. */
    private static final int YOUNG = 25;

    private static final double ROOT_OF_TWO = Math.sqrt(2);

    private ParzenEstimator() {}

    /**
     * Of numbers: truncated Gaussians, each as wide as it is far to the farther of its neighbours; the prior is as wide as the
     * range.
     *
     * @param seen oldest first, within the range
     * @param low end of the range
     * @param high end of the range, above {@code low}
     * @return the density's natural logarithm, for numbers within the range
     */
    static DoubleUnaryOperator ofNumbers(double[] seen, double low, double high) {
        int kernels = seen.length + 1;
        double[] centers = Arrays.copyOf(seen, kernels);
        centers[seen.length] = (low + high) / 2;
        double[] widths = Arrays.copyOf(widths(seen, low, high), kernels);
        widths[seen.length] = high - low;
        double[] factors = weights(seen.length);
        for (int i = 0; i < kernels; i++) {
            double within = ErfDifference.value(
                            (low - centers[i]) / (widths[i] * ROOT_OF_TWO),
                            (high - centers[i]) / (widths[i] * ROOT_OF_TWO))
                    / 2;
            factors[i] /= widths[i] * Math.sqrt(2 * Math.PI) * within;
        }
        return value -> {
            double density = 0;
            for (int i = 0; i < kernels; i++) {
                double distance = (value - centers[i]) / widths[i];
                density += factors[i] * StrictMath.exp(-distance * distance / 2);
            }
            return StrictMath.log(density);
        };
    }

    private static double[] widths(double[] seen, double low, double high) {
        int[] order = IntStream.range(0, seen.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> seen[i]))
                .mapToInt(i -> i)
                .toArray();
        double range = high - low;
        double least = range / Math.min(100, 2 + seen.length);
        double[] widths = new double[seen.length];
        for (int i = 0; i < order.length; i++) {
            double value = seen[order[i]];
            boolean first = i == 0;
            boolean last = i == order.length - 1;
            double below = value - (first ? low : seen[order[i - 1]]);
            double above = (last ? high : seen[order[i + 1]]) - value;
            double width = Math.max(below, above);
            if (first != last) {
                width = first ? above : below;
            }
            widths[order[i]] = Math.min(range, Math.max(least, width));
        }
        return widths;
    }

    /**
     * Of values without an order: each kernel is one at its value, and the prior's share everywhere.
     *
     * @param seen oldest first, each from 0 to {@code choices - 1}
     * @param choices how many values there are
     * @return the probability's natural logarithm
     */
    static IntToDoubleFunction ofChoices(int[] seen, int choices) {
        int kernels = seen.length + 1;
        double[] weights = weights(seen.length);
        double share = PRIOR_WEIGHT / kernels;
        double all = 1 + choices * share;
        double[] probabilities = new double[choices];
        for (int i = 0; i < seen.length; i++) {
            for (int choice = 0; choice < choices; choice++) {
                probabilities[choice] += weights[i] * (choice == seen[i] ? 1 + share : share) / all;
            }
        }
        for (int choice = 0; choice < choices; choice++) {
            probabilities[choice] += weights[seen.length] / choices;
        }
        return choice -> StrictMath.log(probabilities[choice]);
    }

    /** Of observations, oldest first, and the prior at the end; their sum is 1. */
    static double[] weights(int observations) {
        double[] weights = new double[observations + 1];
        Arrays.fill(weights, 1);
        weights[observations] = PRIOR_WEIGHT;
        int old = observations - YOUNG;
        for (int i = 0; i < old; i++) {
            double first = 1.0 / observations;
            weights[i] = old == 1 ? first : first + i * (1 - first) / (old - 1);
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
