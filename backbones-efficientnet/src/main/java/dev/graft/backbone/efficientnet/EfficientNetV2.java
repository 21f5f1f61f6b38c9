package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;

/** What the members of the second version share: all but their design and scale. */
abstract sealed class EfficientNetV2 implements Backbone
        permits EfficientNetV2B0,
                EfficientNetV2B1,
                EfficientNetV2B2,
                EfficientNetV2B3,
                EfficientNetV2S,
                EfficientNetV2M {
    private static final int MINIMUM_SIZE = 32;

    private final BackboneSpec spec;
    private final EfficientNetV2Design design;
    private final Scaling scaling;

    EfficientNetV2(
            String id, EfficientNetV2Design design, Scaling scaling, int defaultSize, int layers, long parameters) {
        this.design = design;
        this.scaling = scaling;
        this.spec = new BackboneSpec(
                id,
                "EfficientNet",
                defaultSize,
                MINIMUM_SIZE,
                Preprocessing.NONE,
                scaling.nearestFilters(EfficientNetV2Layers.TOP_FILTERS),
                layers,
                parameters,
                PublishedWeights.of(id),
                "Tan, Le: EfficientNetV2: Smaller Models and Faster Training. ICML 2021.");
    }

    @Override
    public final BackboneSpec spec() {
        return spec;
    }

    @Override
    public final void addTo(LayerGraph graph) {
        new EfficientNetV2Layers(graph, design, scaling).add();
    }
}
