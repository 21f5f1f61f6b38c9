package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Images ranked by the probability of the positive class, highest first, with equal probabilities merged into one
 * {@link Step}. All threshold-free figures follow from this.
 *
 * @param steps cumulative counts, one step a distinct probability
 */
record RankedScores(List<Step> steps) {
    /** Images called positive at {@code threshold}: how many of them are, and how many are not. */
    record Step(double threshold, long truePositives, long falsePositives) {}

    static RankedScores of(List<Prediction> predictions, int positiveClass) {
        List<Prediction> ranked = predictions.stream()
                .sorted(Comparator.comparingDouble((Prediction p) -> score(p, positiveClass))
                        .reversed())
                .toList();
        List<Step> steps = new ArrayList<>();
        long truePositives = 0;
        long falsePositives = 0;
        for (int i = 0; i < ranked.size(); i++) {
            Prediction p = ranked.get(i);
            if (p.actual() == positiveClass) {
                truePositives++;
            } else {
                falsePositives++;
            }
            double threshold = score(p, positiveClass);
            if (i == ranked.size() - 1 || score(ranked.get(i + 1), positiveClass) != threshold) {
                steps.add(new Step(threshold, truePositives, falsePositives));
            }
        }
        return new RankedScores(List.copyOf(steps));
    }

    private static double score(Prediction p, int positiveClass) {
        return p.probabilities().get(positiveClass);
    }

    private long positives() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).truePositives();
    }

    private long negatives() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).falsePositives();
    }

    /** Chance that a positive image ranks above a negative one, ties half; NaN unless there are both. */
    double rocAuc() {
        double area = 0;
        Step previous = new Step(Double.POSITIVE_INFINITY, 0, 0);
        for (Step step : steps) {
            double width = step.falsePositives - previous.falsePositives;
            area += width * (step.truePositives + previous.truePositives) / 2;
            previous = step;
        }
        return area / ((double) positives() * negatives());
    }

    /** Sum over the steps of precision times gain in recall; NaN without positives. */
    double averagePrecision() {
        double sum = 0;
        long before = 0;
        for (Step step : steps) {
            double precision = (double) step.truePositives / (step.truePositives + step.falsePositives);
            sum += precision * (step.truePositives - before);
            before = step.truePositives;
        }
        return sum / positives();
    }

    /** The ROC curve; points between two others on a straight line are left out. Empty unless there are both kinds. */
    List<RocPoint> roc() {
        if (positives() == 0 || negatives() == 0) {
            return List.of();
        }
        List<RocPoint> curve = new ArrayList<>();
        curve.add(new RocPoint(0, 0, Double.POSITIVE_INFINITY));
        for (int i = 0; i < steps.size(); i++) {
            if (i == 0 || i == steps.size() - 1 || isCorner(i)) {
                Step step = steps.get(i);
                curve.add(new RocPoint(
                        (double) step.falsePositives / negatives(),
                        (double) step.truePositives / positives(),
                        step.threshold));
            }
        }
        return curve;
    }

    /** scikit-learn's test: the step before and the step after differ in size. */
    private boolean isCorner(int i) {
        Step before = steps.get(i - 1);
        Step here = steps.get(i);
        Step after = steps.get(i + 1);
        return here.truePositives - before.truePositives != after.truePositives - here.truePositives
                || here.falsePositives - before.falsePositives != after.falsePositives - here.falsePositives;
    }
}
