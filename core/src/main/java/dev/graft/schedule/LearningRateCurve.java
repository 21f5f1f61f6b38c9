package dev.graft.schedule;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a {@link LearningRateFinder} saw.
 *
 * @param points in the order of rising rates; the last one may be where the loss exploded
 */
public record LearningRateCurve(List<Point> points) {
    public LearningRateCurve {
        points = List.copyOf(points);
    }

    /**
     * One rate.
     *
     * @param rate learning rate of the update
     * @param loss of its batches, before the update
     * @param smoothed mean of the losses up to here, later ones count more
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * The rate at which the smoothed loss falls fastest with the logarithm of the rate, up to its minimum.
     *
     * @return none if it never falls: all rates tried are too high, or the batches are not learned from
     */
    public OptionalDouble steepest() {
        double steepest = 0;
        OptionalDouble rate = OptionalDouble.empty();
        for (int i = 1; i < minimumIndex(); i++) {
            Point below = points.get(i - 1);
            Point above = points.get(i + 1);
            double slope = (above.smoothed() - below.smoothed()) / Math.log(above.rate() / below.rate());
            if (slope < steepest) {
                steepest = slope;
                rate = OptionalDouble.of(points.get(i).rate());
            }
        }
        return rate;
    }

    /**
     * A tenth of the rate at which the smoothed loss is lowest: the usual careful choice.
     *
     * @return none if the loss is lowest at the first rate
     */
    public OptionalDouble tenthOfMinimum() {
        int index = minimumIndex();
        return index < 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(points.get(index).rate() / 10);
    }

    private int minimumIndex() {
        int lowest = -1;
        for (int i = 0; i < points.size(); i++) {
            lowest = lowest < 0 || points.get(i).smoothed() < points.get(lowest).smoothed() ? i : lowest;
        }
        return lowest;
    }
}
