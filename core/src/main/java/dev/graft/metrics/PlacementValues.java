package dev.graft.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each image says about an area under the ROC curve: for a positive one the share of the others that rank below it, for
 * another the share of positives above it, ties half (the structural components of DeLong 1988), found from midranks (Sun and
 * Xu 2014) and summed up over what belongs together.
 *
 * @param area their mean
 * @param positives of every unit the sum over its positive images, less the area for each
 * @param others of every unit the same over its other images
 */
record PlacementValues(double area, double[] positives, double[] others) {
    /**
     * @param scores of images, finite
     * @param positive whether each image is; both kinds must occur
     * @param units what belongs together, as numbers from 0, by position of the image
     * @param unitCount how many there are
     */
    static PlacementValues of(double[] scores, boolean[] positive, int[] units, int unitCount) {
        double[] all = midranks(scores, IntStream.range(0, scores.length).toArray());
        int[] ofPositives =
                IntStream.range(0, scores.length).filter(i -> positive[i]).toArray();
        int[] ofOthers =
                IntStream.range(0, scores.length).filter(i -> !positive[i]).toArray();
        double[] among = midranks(scores, ofPositives);
        double[] amongOthers = midranks(scores, ofOthers);
        double[] values = new double[scores.length];
        for (int i : ofPositives) {
            values[i] = (all[i] - among[i]) / ofOthers.length;
        }
        for (int i : ofOthers) {
            values[i] = 1 - (all[i] - amongOthers[i]) / ofPositives.length;
        }
        double area =
                Arrays.stream(ofPositives).mapToDouble(i -> values[i]).average().orElse(Double.NaN);
        return new PlacementValues(
                area,
                sums(values, ofPositives, units, unitCount, area),
                sums(values, ofOthers, units, unitCount, area));
    }

    private static double[] sums(double[] values, int[] of, int[] units, int unitCount, double area) {
        double[] sums = new double[unitCount];
        for (int i : of) {
            sums[units[i]] += values[i] - area;
        }
        return sums;
    }

    /** Rank among those chosen, from 1, the mean one for equals; by position of the image, 0 for the others. */
    private static double[] midranks(double[] scores, int[] chosen) {
        List<Integer> rising = Arrays.stream(chosen)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .toList();
        double[] ranks = new double[scores.length];
        for (int from = 0; from < rising.size(); ) {
            int to = from + 1;
            while (to < rising.size() && scores[rising.get(to)] == scores[rising.get(from)]) {
                to++;
            }
            for (int at = from; at < to; at++) {
                ranks[rising.get(at)] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
