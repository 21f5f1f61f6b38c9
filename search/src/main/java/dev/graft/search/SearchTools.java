package dev.graft.search;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.weights.WeightStore;
import jakarta.inject.Inject;

/**
 * Where the names in a search space are looked up.
 *
 * @param backbones by id
 * @param weights published weights
 * @param augmentations by name or file
 */
public record SearchTools(BackboneRegistry backbones, WeightStore weights, AugmentationCatalog augmentations) {
    @Inject
    public SearchTools {}
}
