package dev.graft.feature;

import java.util.List;

/**
 * What a training is about to ask {@link FeatureSource#training} for.
 *
 * @param order as there
 * @param batchSize as there
 */
public record PassRequest(FeatureSource source, List<Integer> order, int batchSize, TrainingPass pass) {
    public PassRequest {
        order = List.copyOf(order);
    }
}
