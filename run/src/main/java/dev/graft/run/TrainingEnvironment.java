package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;

/**
 * What a task works with besides its settings.
 *
 * @param threads for decoding
 */
record TrainingEnvironment(ImageDataset images, Engine engine, FeatureCache cache, int threads) {
    /** Whether tasks can be trained together. Tasks need not have been given the very same data set, but equal images. */
    boolean fits(TrainingEnvironment other) {
        return engine == other.engine
                && cache.equals(other.cache)
                && threads == other.threads
                && images.manifestHash().equals(other.images.manifestHash());
    }
}
