package dev.graft.feature;

import java.util.List;

/**
 * Images as they are from one source, augmented ones from another.
 *
 * @param plain kept features
 * @param augmented computes
 */
record AugmentedFeatures(FeatureSource plain, FeatureSource augmented) implements FeatureSource {
    @Override
    public Batches batches(List<Integer> order, int batchSize) {
        return plain.batches(order, batchSize);
    }

    @Override
    public Batches training(List<Integer> order, int batchSize, TrainingPass pass) {
        return augmented.training(order, batchSize, pass);
    }

    @Override
    public String describe() {
        return "of augmented images " + augmented.describe() + ", of others " + plain.describe();
    }
}
