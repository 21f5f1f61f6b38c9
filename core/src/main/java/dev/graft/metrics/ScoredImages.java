package dev.graft.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Predictions prepared for many resamples: ranked once for each class, losses computed once.
 *
 * @param predictions with known classes
 * @param classCount number of classes
 * @param actual classes by position
 * @param predicted classes by position
 * @param ranked for each class, down to its last image; of no images if some probability is not finite
 * @param topFive whether the true class is among the five most probable ones; empty if some probability is not finite, or
 *     there are no more than five classes
 * @param losses of each image; empty if some probability is not finite
 * @param squaredErrors of the positive class's probability; empty if some probability is not finite
 */
record ScoredImages(
        List<Prediction> predictions,
        int classCount,
        int[] actual,
        int[] predicted,
        List<RankedScores> ranked,
        boolean[] topFive,
        double[] losses,
        double[] squaredErrors) {
    static ScoredImages of(List<Prediction> predictions, int classCount, int positiveClass) {
        boolean finite =
                predictions.stream().allMatch(p -> p.probabilities().stream().allMatch(Double::isFinite));
        List<Prediction> usable = finite ? predictions : List.of();
        return new ScoredImages(
                predictions,
                classCount,
                predictions.stream().mapToInt(Prediction::actual).toArray(),
                predictions.stream().mapToInt(Prediction::predicted).toArray(),
                IntStream.range(0, classCount)
                        .mapToObj(c -> RankedScores.toLastPositive(usable, c))
                        .toList(),
                topFive(classCount > Metric.TOP ? usable : List.of()),
                usable.stream().mapToDouble(Probabilities::loss).toArray(),
                usable.stream()
                        .mapToDouble(p -> Probabilities.squaredError(p, positiveClass))
                        .toArray());
    }

    private static boolean[] topFive(List<Prediction> predictions) {
        boolean[] found = new boolean[predictions.size()];
        for (int i = 0; i < found.length; i++) {
            Prediction p = predictions.get(i);
            found[i] = p.place(p.actual()) < Metric.TOP;
        }
        return found;
    }

    /** Whether all probabilities are finite. */
    boolean finite() {
        return losses.length == predictions.size();
    }

    /** Each image once. */
    int[] once() {
        return IntStream.range(0, predictions.size()).map(i -> 1).toArray();
    }

    /** @param counts how often each image counts, by position */
    Sample sample(int[] counts) {
        long[] hits = new long[classCount];
        long[] ofClass = new long[classCount];
        long[] called = new long[classCount];
        long total = 0;
        for (int i = 0; i < actual.length; i++) {
            ofClass[actual[i]] += counts[i];
            called[predicted[i]] += counts[i];
            hits[actual[i]] += actual[i] == predicted[i] ? counts[i] : 0;
            total += counts[i];
        }
        return new Sample(this, counts, new ClassCounts(hits, ofClass, called, total));
    }

    /** Every image once. */
    ConfusionMatrix confusion() {
        return ConfusionMatrix.of(actual, predicted, classCount);
    }

    /** What one resample asks for: images and ranks to look at. */
    long work() {
        return actual.length + ranked.stream().mapToLong(r -> r.order().length).sum();
    }
}
