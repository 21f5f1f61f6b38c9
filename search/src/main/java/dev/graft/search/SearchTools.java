package dev.graft.search;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.WeightsByName;
import dev.graft.weights.WeightStore;
import jakarta.inject.Inject;
import java.util.List;

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

    /**
     * Makes sure that the trials' weights are at hand, which may take downloads.
     *
     * @throws dev.graft.error.GraftException if they are not to be had; says what to do
     */
    public void prepare(List<Trial> trials) {
        WeightsByName named = new WeightsByName(weights);
        trials.stream()
                .map(trial -> trial.settings().model())
                .map(model -> List.of(model.backbone(), model.weights()))
                .distinct()
                .forEach(each ->
                        named.of(backbones.get(each.get(0)).spec(), each.get(1)).prepare());
    }
}
