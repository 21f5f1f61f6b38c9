package dev.graft.backbone.baseline;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/**
 * The large baseline: twelve layers above the input, seven convolutions of 64 to 1024 filters and five poolings, 18 million
 * parameters, as many as VGG16. It has no published weights and is trained from scratch: what depth alone gives on few
 * images.
 */
public final class DeepCnn implements Backbone {
    private static final List<Block> BLOCKS = List.of(
            new Block(64, 1, true),
            new Block(128, 1, true),
            new Block(256, 1, true),
            new Block(512, 1, true),
            new Block(512, 1, true),
            new Block(1024, 2, false));

    private static final BackboneSpec SPEC = new BackboneSpec(
            "deep-cnn",
            "Baseline",
            128,
            32,
            Preprocessing.TF,
            1024,
            13,
            18_068_608,
            List.of(),
            "A plain chain of convolutions, made for this project.");

    @Override
    public BackboneSpec spec() {
        return SPEC;
    }

    @Override
    public void addTo(LayerGraph graph) {
        PlainLayers.add(graph, BLOCKS);
    }
}
