package dev.graft.recommend;

import dev.graft.metrics.Interval;
import java.util.Arrays;
import java.util.List;

/**
 * The area under the ROC curve over pairs of images that one model predicted: the share of pairs of both classes in which the
 * second class's image has the higher probability, equal ones counting half.
 *
 * @param folds of all rounds
 * @param labels 0 or 1 for each image
 * @param units number of each image's unit
 */
record RankedFolds(List<Fold> folds, int[] labels, int[] units) {
    /**
     * Images that one model predicted.
     *
     * @param order their indices, the lowest probability first
     * @param probabilities of the second class, by index
     */
    record Fold(int[] order, double[] probabilities) {}

    /** Of all images once. */
    double area() {
        int[] once = new int[Arrays.stream(units).max().orElse(-1) + 1];
        Arrays.fill(once, 1);
        return area(once);
    }

    Interval interval(GroupBootstrap bootstrap) {
        return bootstrap.ofShare(this::area);
    }

    /** @param counts how often each unit counts */
    private double area(int[] counts) {
        double won = 0;
        double pairs = 0;
        for (Fold fold : folds) {
            double below = 0;
            double positives = 0;
            int[] order = fold.order();
            for (int from = 0, to; from < order.length; from = to) {
                double tiedNegatives = 0;
                double tiedPositives = 0;
                for (to = from;
                        to < order.length && fold.probabilities()[order[to]] == fold.probabilities()[order[from]];
                        to++) {
                    int count = counts[units[order[to]]];
                    if (labels[order[to]] == 1) {
                        tiedPositives += count;
                    } else {
                        tiedNegatives += count;
                    }
                }
                won += tiedPositives * (below + tiedNegatives / 2);
                below += tiedNegatives;
                positives += tiedPositives;
            }
            pairs += positives * below;
        }
        return won / pairs;
    }
}
