package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.WeightsDescriptor;
import java.util.List;

/**
 * EfficientNetB0 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB0 implements Backbone {
    private static final WeightsDescriptor FRACTALS = new WeightsDescriptor(
            "ifs1000",
            "Classification of 1000 iterated-function-system fractals (4.6 M rendered images, no photographs)",
            "/dev/graft/backbone/efficientnet/efficientnet_b0_ifs1000.safetensors",
            9_013_552,
            "c0fc9838efba9129498ad1fede61acfad3d9918a9b9b1589de51315d4d196204",
            "Apache-2.0",
            Preprocessing.NONE);

    private static final BackboneSpec SPEC = new BackboneSpec(
            "efficientnet-b0",
            "EfficientNet",
            224,
            32,
            Preprocessing.NONE,
            1280,
            237,
            4_049_571,
            List.of(FRACTALS),
            "Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks. ICML 2019.");

    @Override
    public BackboneSpec spec() {
        return SPEC;
    }

    @Override
    public void addTo(LayerGraph graph) {
        new EfficientNetLayers(graph).add();
    }
}
