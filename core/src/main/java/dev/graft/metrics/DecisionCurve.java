package dev.graft.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What it is worth to treat by the model: the net benefit at every threshold from 1 to 99 %, beside treating all and treating
 * none, which is worth 0. Whoever treats from a probability of t on takes {@code (1 - t) / t} needless treatments for one
 * that is needed.
 *
 * @param points by rising threshold; empty without images, or if a probability is not finite
 * @see <a href="https://doi.org/10.1177/0272989X06295361">Vickers, Elkin: Decision Curve Analysis. Medical Decision Making
 *     2006</a>
 */
public record DecisionCurve(List<Point> points) {
    private static final int THRESHOLDS = 99;

    /**
     * At one threshold; benefits are in true positives per image.
     *
     * @param threshold 0.01..0.99; images with at least this probability are treated
     * @param model net benefit of treating them
     * @param all net benefit of treating everyone
     */
    public record Point(double threshold, double model, double all) {
        /** Whether treating by the model is worth more than treating all and more than treating none. */
        public boolean useful() {
            return model > 0 && model > all;
        }
    }

    public DecisionCurve {
        points = List.copyOf(points);
    }

    /** @param predictions with known classes */
    public static DecisionCurve of(List<Prediction> predictions, int positiveClass) {
        double[] scores = predictions.stream()
                .mapToDouble(p -> p.probabilities().get(positiveClass))
                .toArray();
        if (scores.length == 0 || !Arrays.stream(scores).allMatch(Double::isFinite)) {
            return new DecisionCurve(List.of());
        }
        double[] positive = predictions.stream()
                .filter(p -> p.actual() == positiveClass)
                .mapToDouble(p -> p.probabilities().get(positiveClass))
                .toArray();
        return new DecisionCurve(IntStream.rangeClosed(1, THRESHOLDS)
                .mapToObj(percent -> point(percent / 100.0, scores, positive))
                .toList());
    }

    private static Point point(double threshold, double[] scores, double[] positive) {
        long treated = Arrays.stream(scores).filter(p -> p >= threshold).count();
        long found = Arrays.stream(positive).filter(p -> p >= threshold).count();
        return new Point(
                threshold,
                benefit(found, treated - found, scores.length, threshold),
                benefit(positive.length, scores.length - positive.length, scores.length, threshold));
    }

    private static double benefit(long found, long needless, int images, double threshold) {
        return (double) found / images - (double) needless / images * threshold / (1 - threshold);
    }
}
