package dev.graft.feature;

import dev.graft.engine.Engine;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import java.util.List;

/**
 * What a training needs of frozen features.
 *
 * @param model supplies the frozen layers; their parameters must not change while the features are in use
 * @param engine computes the features
 * @param demand all images that will be asked for
 * @param prefixes one per phase
 */
public record FeatureRequest(TransferModel model, Engine engine, FeatureDemand demand, List<FrozenPrefix> prefixes) {
    public FeatureRequest {
        prefixes = List.copyOf(prefixes);
    }
}
