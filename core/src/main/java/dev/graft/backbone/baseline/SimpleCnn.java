package dev.graft.backbone.baseline;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/**
 * The small baseline: nine layers above the input, five convolutions of 32 to 64 filters and four poolings, 0.1 million
 * parameters. It has no published weights and is trained from scratch; a pretrained backbone that does no better was not
 * worth its weights.
 */
public final class SimpleCnn implements Backbone {
    private static final List<Block> BLOCKS = List.of(
            new Block(32, 1, true),
            new Block(32, 1, true),
            new Block(64, 1, true),
            new Block(64, 1, true),
            new Block(64, 1, false));

    private static final BackboneSpec SPEC = new BackboneSpec(
            "simple-cnn",
            "Baseline",
            128,
            32,
            Preprocessing.TF,
            64,
            10,
            102_496,
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
