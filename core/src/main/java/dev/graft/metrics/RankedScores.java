package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Images ranked by the probability of one class, highest first; equal probabilities form one step. All threshold-free
 * figures follow from this. Each image may count several times, or not at all.
 *
 * <p>A ranking may end with the last image of the class: what ranks below it changes no area but by its number. Of many
 * classes that are told apart well this is a small part of the images.
 *
 * @param order positions of the images by rank
 * @param scores probabilities by rank
 * @param positive whether the image is of the class, by rank
 */
record RankedScores(int[] order, double[] scores, boolean[] positive) {
    /** Images called positive at {@code threshold}: how many of them are, and how many are not. */
    record Step(double threshold, long truePositives, long falsePositives) {}

    /** All images. */
    static RankedScores of(List<Prediction> predictions, int positiveClass) {
        return of(predictions, positiveClass, i -> true);
    }

    /** Down to the last image of the class, and those of equal probability; of no images if there is none of the class. */
    static RankedScores toLastPositive(List<Prediction> predictions, int positiveClass) {
        double lowest = predictions.stream()
                .filter(p -> p.actual() == positiveClass)
                .mapToDouble(p -> p.probabilities().get(positiveClass))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return of(
                predictions,
                positiveClass,
                i -> predictions.get(i).probabilities().get(positiveClass) >= lowest);
    }

    private static RankedScores of(List<Prediction> predictions, int positiveClass, IntPredicate ranked) {
        int[] order = IntStream.range(0, predictions.size())
                .filter(ranked)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) ->
                                predictions.get(i).probabilities().get(positiveClass))
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] scores = new double[order.length];
        boolean[] positive = new boolean[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            Prediction p = predictions.get(order[rank]);
            scores[rank] = p.probabilities().get(positiveClass);
            positive[rank] = p.actual() == positiveClass;
        }
        return new RankedScores(order, scores, positive);
    }

    private boolean endsStep(int rank) {
        return rank == order.length - 1 || scores[rank + 1] != scores[rank];
    }

    /**
     * Chance that an image of the class ranks above another, ties half; NaN unless there are both.
     *
     * @param counts how often each image counts, by position
     * @param negatives how many images of other classes there are, each as often as it counts
     */
    double rocAuc(int[] counts, long negatives) {
        double area = 0;
        long truePositives = 0;
        long falsePositives = 0;
        long truePositivesBefore = 0;
        long falsePositivesBefore = 0;
        for (int rank = 0; rank < order.length; rank++) {
            if (positive[rank]) {
                truePositives += counts[order[rank]];
            } else {
                falsePositives += counts[order[rank]];
            }
            if (endsStep(rank)) {
                double width = falsePositives - falsePositivesBefore;
                area += width * (truePositives + truePositivesBefore) / 2;
                truePositivesBefore = truePositives;
                falsePositivesBefore = falsePositives;
            }
        }
        area += (double) (negatives - falsePositives) * truePositives;
        return area / ((double) truePositives * negatives);
    }

    /**
     * Sum over the steps of precision times gain in recall; NaN without images of the class.
     *
     * @param counts how often each image counts, by position
     */
    double averagePrecision(int[] counts) {
        double sum = 0;
        long truePositives = 0;
        long called = 0;
        long truePositivesBefore = 0;
        for (int rank = 0; rank < order.length; rank++) {
            int count = counts[order[rank]];
            called += count;
            truePositives += positive[rank] ? count : 0;
            if (truePositives > truePositivesBefore && endsStep(rank)) {
                double precision = (double) truePositives / called;
                sum += precision * (truePositives - truePositivesBefore);
                truePositivesBefore = truePositives;
            }
        }
        return sum / truePositives;
    }

    /** Cumulative counts, one step a distinct probability, each image once. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        long truePositives = 0;
        long falsePositives = 0;
        for (int rank = 0; rank < order.length; rank++) {
            truePositives += positive[rank] ? 1 : 0;
            falsePositives += positive[rank] ? 0 : 1;
            if (endsStep(rank)) {
                steps.add(new Step(scores[rank], truePositives, falsePositives));
            }
        }
        return steps;
    }

    /** The ROC curve; points between two others on a straight line are left out. Empty unless there are both kinds. */
    List<RocPoint> roc() {
        List<Step> steps = steps();
        Step last = steps.isEmpty() ? new Step(Double.NaN, 0, 0) : steps.get(steps.size() - 1);
        if (last.truePositives == 0 || last.falsePositives == 0) {
            return List.of();
        }
        List<RocPoint> curve = new ArrayList<>();
        curve.add(new RocPoint(0, 0, Double.POSITIVE_INFINITY));
        for (int i = 0; i < steps.size(); i++) {
            if (i == 0 || i == steps.size() - 1 || isCorner(steps, i)) {
                Step step = steps.get(i);
                curve.add(new RocPoint(
                        (double) step.falsePositives / last.falsePositives,
                        (double) step.truePositives / last.truePositives,
                        step.threshold));
            }
        }
        return curve;
    }

    /** scikit-learn's test: the step before and the step after differ in size. */
    private static boolean isCorner(List<Step> steps, int i) {
        Step before = steps.get(i - 1);
        Step here = steps.get(i);
        Step after = steps.get(i + 1);
        return here.truePositives - before.truePositives != after.truePositives - here.truePositives
                || here.falsePositives - before.falsePositives != after.falsePositives - here.falsePositives;
    }
}
