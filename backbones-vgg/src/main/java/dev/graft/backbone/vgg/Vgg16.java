package dev.graft.backbone.vgg;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/**
 * VGG16 (configuration D of the paper) as {@code keras.applications} builds it without its top.
 *
 * <p>Simonyan, Zisserman: Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015, <a
 * href="https://arxiv.org/abs/1409.1556">arXiv:1409.1556</a>.
 */
public final class Vgg16 implements Backbone {
    private static final List<Integer> CONVOLUTIONS = List.of(2, 2, 3, 3, 3);

    private static final BackboneSpec SPEC = new BackboneSpec(
            "vgg16",
            "VGG",
            224,
            32,
            Preprocessing.CAFFE,
            512,
            19,
            14_714_688,
            PublishedWeights.of("vgg16"),
            "Simonyan, Zisserman: Very Deep Convolutional Networks for Large-Scale Image Recognition. ICLR 2015.");

    @Override
    public BackboneSpec spec() {
        return SPEC;
    }

    @Override
    public void addTo(LayerGraph graph) {
        VggLayers.add(graph, CONVOLUTIONS);
    }
}
