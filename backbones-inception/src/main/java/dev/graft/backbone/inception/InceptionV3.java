package dev.graft.backbone.inception;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;

/**
 * InceptionV3 as {@code keras.applications} builds it without its top. Most layers have the names Keras makes up
 * ({@code conv2d_5}), as a new Keras session numbers them.
 *
 * <p>Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the Inception Architecture for Computer Vision, CVPR 2016, <a
 * href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>.
 */
public final class InceptionV3 implements Backbone {
    private static final BackboneSpec SPEC = new BackboneSpec(
            "inception-v3",
            "Inception",
            299,
            75,
            Preprocessing.TF,
            2048,
            311,
            21_802_784,
            PublishedWeights.of("inception-v3"),
            "Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the Inception Architecture for Computer Vision."
                    + " CVPR 2016.");

    @Override
    public BackboneSpec spec() {
        return SPEC;
    }

    @Override
    public void addTo(LayerGraph graph) {
        new InceptionLayers().addTo(graph);
    }
}
