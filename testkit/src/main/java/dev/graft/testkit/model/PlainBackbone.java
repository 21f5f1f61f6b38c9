package dev.graft.testkit.model;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.preprocess.Preprocessing;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** VGG in miniature: the first layer above the input learns, nothing is normalized. Found by no registry. */
public record PlainBackbone() implements Backbone {
    @Override
    public BackboneSpec spec() {
        return new BackboneSpec("plain", "Plain", 32, 8, Preprocessing.TF, 8, 3, 608, List.of(), "for tests");
    }

    @Override
    public void addTo(LayerGraph graph) {
        String x = graph.input("input_layer");
        x = graph.convolution("conv1", x, 6, 3, 2, Padding.SAME, Activation.SWISH);
        graph.convolution("conv2", x, 8, 3, 2, Padding.VALID, Activation.SWISH);
    }
}
