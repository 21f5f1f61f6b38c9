package dev.graft.settings;

import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.schedule.ScheduleChoice;
import java.util.Map;

/**
 * One stretch of a training with one set of learning layers.
 *
 * @param unfrozen which layers of the backbone learn
 * @param batchNorm what unfrozen batch norms do, but for {@link Unfrozen#automatic}: those of a whole network that learns
 *     from scratch follow the batches
 * @param epochs at most, at least 1
 * @param patience epochs without a lower validation loss after which it ends; 0 for never
 * @param optimizer with its learning rate
 * @param schedule course of the learning rate
 * @param clipping how gradients are kept small
 * @param accumulation batches that make one update, at least 1
 * @param layerRates which layers learn more slowly
 * @param averaging whether epochs go by a mean of parameters
 */
public record PhaseSettings(
        Unfrozen unfrozen,
        BatchNormMode batchNorm,
        int epochs,
        int patience,
        Optimizer optimizer,
        ScheduleChoice schedule,
        Clipping clipping,
        int accumulation,
        LayerRates layerRates,
        WeightAveraging averaging) {
    /** @throws GraftException for a number out of range */
    public PhaseSettings {
        new UpdateRule(optimizer, clipping, accumulation, layerRates);
        if (epochs < 1 || patience < 0) {
            throw new GraftException("A phase needs at least one epoch and a patience of 0 or more, found " + epochs
                    + " and " + patience + ".");
        }
    }

    /** All that happens between gradients and parameters. */
    public UpdateRule rule() {
        return new UpdateRule(optimizer, clipping, accumulation, layerRates);
    }

    /** Every number and name of an update rule by its path in the JSON form, such as {@code optimizer.learningRate}. */
    public static Map<String, String> values(UpdateRule rule) {
        return SettingsJson.values(rule);
    }

    public PhaseSettings withUnfrozen(Unfrozen layers) {
        return new PhaseSettings(
                layers,
                batchNorm,
                epochs,
                patience,
                optimizer,
                schedule,
                clipping,
                accumulation,
                layerRates,
                averaging);
    }

    public PhaseSettings withBatchNorm(BatchNormMode mode) {
        return new PhaseSettings(
                unfrozen, mode, epochs, patience, optimizer, schedule, clipping, accumulation, layerRates, averaging);
    }

    public PhaseSettings withEpochs(int most) {
        return new PhaseSettings(
                unfrozen,
                batchNorm,
                most,
                patience,
                optimizer,
                schedule,
                clipping,
                accumulation,
                layerRates,
                averaging);
    }

    public PhaseSettings withPatience(int most) {
        return new PhaseSettings(
                unfrozen, batchNorm, epochs, most, optimizer, schedule, clipping, accumulation, layerRates, averaging);
    }

    public PhaseSettings withSchedule(ScheduleChoice other) {
        return new PhaseSettings(
                unfrozen, batchNorm, epochs, patience, optimizer, other, clipping, accumulation, layerRates, averaging);
    }

    public PhaseSettings withOptimizer(Optimizer other) {
        return withRule(rule().withOptimizer(other));
    }

    /** The same optimizer at another rate. */
    public PhaseSettings withLearningRate(double rate) {
        return withOptimizer(optimizer.withLearningRate(rate));
    }

    public PhaseSettings withRule(UpdateRule rule) {
        return new PhaseSettings(
                unfrozen,
                batchNorm,
                epochs,
                patience,
                rule.optimizer(),
                schedule,
                rule.clipping(),
                rule.accumulation(),
                rule.layerRates(),
                averaging);
    }

    public PhaseSettings withAveraging(WeightAveraging other) {
        return new PhaseSettings(
                unfrozen, batchNorm, epochs, patience, optimizer, schedule, clipping, accumulation, layerRates, other);
    }
}
