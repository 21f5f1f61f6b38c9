package dev.graft.model;

import dev.graft.error.GraftException;
import dev.graft.metrics.Prediction;
import java.util.List;

/**
 * Temperature scaling: probabilities become confidences that are right as often as they say, as far as one number can do
 * that. A confidence is the softmax of the logits divided by the temperature; above 1 a model was too sure of itself. The
 * order of classes never changes.
 *
 * @param temperature positive
 * @param images validation images it was fitted on; 0 if it was not fitted
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al.: On Calibration of Modern Neural Networks. ICML 2017</a>
 */
public record Calibration(double temperature, int images) {
    private static final double LOWEST = 0.1;
    private static final double HIGHEST = 10;
    private static final int STEPS = 100;

    /** What a probability of 0 counts as: single precision knows no smaller difference from 1 than some 1e-7. */
    public static final double SMALLEST_PROBABILITY = 1e-12;

    public Calibration {
        if (!(temperature > 0) || Double.isInfinite(temperature) || images < 0) {
            throw new GraftException("A calibration needs a positive temperature and a number of images, found "
                    + temperature + " of " + images + " images.");
        }
    }

    /** Leaves probabilities as they are. */
    public static Calibration none() {
        return new Calibration(1, 0);
    }

    /**
     * The temperature, {@value #LOWEST} to {@value #HIGHEST}, at which the confidences of given answers cost the least cross
     * entropy.
     *
     * <p>Answers without a mistake only say "surer still", without an end: then the temperature is not below 1. Fit on
     * images the model did not learn from.
     *
     * @param predictions with known classes; with none the result is {@link #none()}
     */
    public static Calibration fit(List<Prediction> predictions) {
        List<Prediction> known =
                predictions.stream().filter(each -> each.actual() >= 0).toList();
        if (known.isEmpty()) {
            return none();
        }
        boolean mistakes = known.stream().anyMatch(each -> !each.correct());
        // The cost is convex in the inverse of the temperature, so that thirds close in on the lowest point.
        double low = 1 / HIGHEST;
        double high = mistakes ? 1 / LOWEST : 1;
        for (int step = 0; step < STEPS; step++) {
            double third = (high - low) / 3;
            if (cost(known, low + third) > cost(known, high - third)) {
                low += third;
            } else {
                high -= third;
            }
        }
        return new Calibration(2 / (low + high), known.size());
    }

    /** Whether it was fitted on images. */
    public boolean fitted() {
        return images > 0;
    }

    private static double cost(List<Prediction> predictions, double inverse) {
        double sum = 0;
        for (Prediction prediction : predictions) {
            double total = 0;
            for (double probability : prediction.probabilities()) {
                total += Math.exp(inverse * logarithm(probability));
            }
            double own = logarithm(prediction.probabilities().get(prediction.actual()));
            sum += Math.log(total) - inverse * own;
        }
        return sum;
    }

    private static double logarithm(double probability) {
        return Math.log(Math.max(probability, SMALLEST_PROBABILITY));
    }

    /**
     * Turns probabilities of a softmax into confidences.
     *
     * @return as many values, which sum to 1
     */
    public List<Double> apply(List<Double> probabilities) {
        if (temperature == 1) {
            return List.copyOf(probabilities);
        }
        List<Double> powers = probabilities.stream()
                .map(p -> Math.exp(logarithm(p) / temperature))
                .toList();
        double total = powers.stream().mapToDouble(Double::doubleValue).sum();
        return powers.stream().map(power -> power / total).toList();
    }
}
