package dev.graft.optimizer;

import dev.graft.error.GraftException;

/**
 * All that happens between the gradients of a batch and the parameters, in Keras's order: gradients of {@code
 * accumulation} batches are averaged, clipped, then the optimizer decays and moves the parameters, each layer at its rate.
 * Immutable.
 *
 * @param optimizer how parameters follow gradients
 * @param clipping how gradients are kept small
 * @param accumulation batches that make one update, at least 1: Keras's {@code gradient_accumulation_steps}
 * @param layerRates which layers learn more slowly
 */
public record UpdateRule(Optimizer optimizer, Clipping clipping, int accumulation, LayerRates layerRates) {
    public UpdateRule {
        if (accumulation < 1) {
            throw new GraftException(
                    "An update needs the gradients of at least one batch, found " + accumulation + ".");
        }
    }

    /** An optimizer alone: no clipping, an update for every batch, one learning rate. */
    public static UpdateRule of(Optimizer optimizer) {
        return new UpdateRule(optimizer, Clipping.none(), 1, LayerRates.uniform());
    }

    /** With another optimizer. */
    public UpdateRule withOptimizer(Optimizer other) {
        return new UpdateRule(other, clipping, accumulation, layerRates);
    }

    /** With another clipping. */
    public UpdateRule withClipping(Clipping other) {
        return new UpdateRule(optimizer, other, accumulation, layerRates);
    }

    /** With another number of batches for one update. */
    public UpdateRule withAccumulation(int batches) {
        return new UpdateRule(optimizer, clipping, batches, layerRates);
    }

    /** With other rates for layers. */
    public UpdateRule withLayerRates(LayerRates other) {
        return new UpdateRule(optimizer, clipping, accumulation, other);
    }

    /** In words, for people and provenance. What is not used goes unsaid. */
    public String describe() {
        return optimizer.describe()
                + (clipping.equals(Clipping.none()) ? "" : "; gradients: " + clipping.describe())
                + (accumulation == 1 ? "" : "; " + accumulation + " batches an update")
                + (layerRates.equals(LayerRates.uniform()) ? "" : "; " + layerRates.describe());
    }
}
