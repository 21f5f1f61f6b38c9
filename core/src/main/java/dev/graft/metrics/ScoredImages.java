package dev.graft.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predictions prepared for many resamples: sorted once for each class, losses computed once.
 *
 * @param predictions with known classes
 * @param classCount number of classes
 * @param actual classes by position
 * @param predicted classes by position
 * @param ranked for each class; of no images if some probability is not finite
 * @param losses of each image; empty if some probability is not finite
 * @param squaredErrors of the positive class's probability; empty if some probability is not finite
 */
record ScoredImages(
        List<Prediction> predictions,
        int classCount,
        int[] actual,
        int[] predicted,
        List<RankedScores> ranked,
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
                        .mapToObj(c -> RankedScores.of(usable, c))
                        .toList(),
                usable.stream().mapToDouble(Probabilities::loss).toArray(),
                usable.stream()
                        .mapToDouble(p -> Probabilities.squaredError(p, positiveClass))
                        .toArray());
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
    ConfusionMatrix confusion(int[] counts) {
        long[][] matrix = new long[classCount][classCount];
        for (int i = 0; i < actual.length; i++) {
            matrix[actual[i]][predicted[i]] += counts[i];
        }
        return ConfusionMatrix.of(matrix);
    }

    /** @param counts how often each image counts, by position */
    Figures figures(int[] counts) {
        ConfusionMatrix matrix = confusion(counts);
        List<ClassFigures> classes = new ArrayList<>();
        for (int c = 0; c < classCount; c++) {
            RankedScores scores = ranked.get(c);
            classes.add(ClassFigures.of(matrix, c, scores.rocAuc(counts), scores.averagePrecision(counts)));
        }
        return new Figures(
                (double) matrix.correct() / matrix.total(),
                matrix.balancedAccuracy(),
                mean(losses, counts),
                mean(squaredErrors, counts),
                matrix.matthews(),
                classes,
                ClassAverages.macro(classes),
                ClassAverages.weighted(classes));
    }

    private static double mean(double[] values, int[] counts) {
        double sum = 0;
        long images = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] * values[i];
            images += counts[i];
        }
        return sum / images;
    }
}
