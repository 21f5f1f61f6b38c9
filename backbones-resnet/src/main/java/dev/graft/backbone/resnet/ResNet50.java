package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;

/**
 * ResNet50 as {@code keras.applications} builds it without its top: the original one, whose convolutions have biases and
 * whose strides lie in the first convolution of a block.
 *
 * <p>He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>.
 */
public final class ResNet50 implements Backbone {
    private static final BackboneSpec SPEC = new BackboneSpec(
            "resnet50",
            "ResNet",
            224,
            32,
            Preprocessing.CAFFE,
            2048,
            175,
            23_587_712,
            PublishedWeights.of("resnet50"),
            "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition. CVPR 2016.");

    @Override
    public BackboneSpec spec() {
        return SPEC;
    }

    @Override
    public void addTo(LayerGraph graph) {
        new ResNetLayers().addTo(graph);
    }
}
