package dev.graft.run;

import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.progress.Progress;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import java.util.HashMap;
import java.util.Map;

/** The named weights of several tasks, each prepared and read once. */
final class WeightsInCommon {
    private final Map<Named, BackboneWeights> found = new HashMap<>();

    private record Named(WeightStore store, String backbone, String name) {}

    /**
     * Weights that are at hand.
     *
     * @param store where published ones are kept
     * @param progress is told about a download
     */
    BackboneWeights of(WeightStore store, Progress progress, BackboneSpec spec, String name) {
        return found.computeIfAbsent(new Named(store, spec.id(), name), named -> {
            BackboneWeights weights = new WeightsByName(store.withProgress(progress)).of(spec, name);
            weights.prepare();
            return BackboneWeights.readOnce(weights);
        });
    }
}
