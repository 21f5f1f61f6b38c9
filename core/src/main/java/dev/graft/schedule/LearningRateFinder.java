package dev.graft.schedule;

import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The learning-rate range test (Smith 2017): a few batches at rates that rise exponentially; where the loss falls fastest
 * is a good rate, where it explodes is too high.
 *
 * @param lowest first rate, positive
 * @param highest last rate, above the first
 * @param rates how many rates are tried, at least 3
 * @param batchesPerRate batches learned from at each rate; the number of batches that make an update, where gradients are
 *     accumulated
 * @param smoothing share of the losses before in the smoothed loss, [0, 1)
 * @param divergence the test ends where the smoothed loss exceeds this many times its lowest, above 1
 */
public record LearningRateFinder(
        double lowest, double highest, int rates, int batchesPerRate, double smoothing, double divergence) {
    public LearningRateFinder {
        if (!(lowest > 0 && lowest < highest) || Double.isInfinite(highest)) {
            throw new GraftException(
                    "Learning rates to try must rise from above 0, found " + lowest + " to " + highest + ".");
        }
        if (rates < 3 || batchesPerRate < 1) {
            throw new GraftException("A learning-rate test needs at least 3 rates and 1 batch for each, found " + rates
                    + " and " + batchesPerRate + ".");
        }
        if (!(smoothing >= 0 && smoothing < 1) || !(divergence > 1)) {
            throw new GraftException("Smoothing must be in [0, 1) and the limit of divergence above 1, found "
                    + smoothing + " and " + divergence + ".");
        }
    }

    /** 100 rates from 1e-7 to 1, smoothed by 0.9, until the loss is four times its lowest. */
    public static LearningRateFinder defaults() {
        return new LearningRateFinder(1e-7, 1, 100, 1, 0.9, 4);
    }

    /** With a number of batches at each rate. */
    public LearningRateFinder withBatchesPerRate(int batches) {
        return new LearningRateFinder(lowest, highest, rates, batches, smoothing, divergence);
    }

    /**
     * What to learn from.
     *
     * @param cut as {@link TrainingSession#step} takes it
     * @param labels likewise
     * @param sampleWeights likewise
     */
    public record Batch(INDArray[] cut, INDArray labels, Optional<INDArray> sampleWeights) {}

    /**
     * Runs the test.
     *
     * @param session is afterwards as it was before, even if the test fails
     * @param batches gives the next batch each time; may repeat itself
     */
    public LearningRateCurve find(TrainingSession session, Supplier<Batch> batches) {
        TrainingState before = session.state();
        try {
            return new LearningRateCurve(curve(session, batches));
        } finally {
            session.restore(before);
        }
    }

    private List<LearningRateCurve.Point> curve(TrainingSession session, Supplier<Batch> batches) {
        List<LearningRateCurve.Point> points = new ArrayList<>();
        double mean = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rates; i++) {
            double rate = rate(i);
            session.learningRate(rate);
            double loss = loss(session, batches);
            // As Adam corrects its means: without, the first losses would count as near 0.
            mean = smoothing * mean + (1 - smoothing) * loss;
            double smoothed = mean / (1 - Math.pow(smoothing, i + 1.0));
            if (!Double.isFinite(smoothed)) {
                break;
            }
            points.add(new LearningRateCurve.Point(rate, loss, smoothed));
            best = Math.min(best, smoothed);
            if (smoothed > divergence * best) {
                break;
            }
        }
        return points;
    }

    private double rate(int index) {
        return lowest * Math.pow(highest / lowest, index / (rates - 1.0));
    }

    /** Mean over the batches of one rate, before its update. */
    private double loss(TrainingSession session, Supplier<Batch> batches) {
        double sum = 0;
        for (int i = 0; i < batchesPerRate; i++) {
            Batch batch = batches.get();
            sum += session.step(batch.cut(), batch.labels(), batch.sampleWeights())
                    .loss();
        }
        return sum / batchesPerRate;
    }
}
