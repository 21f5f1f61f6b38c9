package dev.graft.recommend;

import dev.graft.metrics.Interval;
import java.util.Optional;

/**
 * A candidate and what its features are worth, out of fold.
 *
 * @param candidate which
 * @param accuracy share of images that the probe calls rightly
 * @param toBest its accuracy less the best one's, on the same images
 * @param clearlyWorse whether the interval of that lies below 0
 * @param logLoss mean of the probe
 * @param rocAuc of the probe, for two classes, over pairs that one model predicted
 * @param neighbours share that five nearest neighbours of other groups call rightly
 * @param hScore larger is better
 * @param logMe larger is better
 * @param trained best validation accuracy of trainings of the ledger with this network and cut
 */
public record RankedCandidate(
        Candidate candidate,
        Estimate accuracy,
        Estimate toBest,
        boolean clearlyWorse,
        Estimate logLoss,
        Optional<Estimate> rocAuc,
        double neighbours,
        double hScore,
        double logMe,
        Optional<Double> trained) {
    /** A figure and its 95 % interval by group. */
    public record Estimate(double value, Interval interval) {}
}
