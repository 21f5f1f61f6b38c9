package org.example.mobilenet;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerGraph;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/**
 * MobileNetV2 as {@code keras.applications} builds it without its top.
 *
 * <p>Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2: Inverted Residuals and Linear Bottlenecks, CVPR 2018, <a
 * href="https://arxiv.org/abs/1801.04381">arXiv:1801.04381</a>.
 */
public final class MobileNetV2 implements Backbone {
    private final Alpha alpha;

    /** The network of the paper. {@link java.util.ServiceLoader} needs this constructor. */
    public MobileNetV2() {
        this(Alpha.A100);
    }

    /** A narrower or wider one. */
    public MobileNetV2(Alpha alpha) {
        this.alpha = alpha;
    }

    @Override
    public BackboneSpec spec() {
        return new BackboneSpec(
                alpha == Alpha.A100 ? "mobilenet-v2" : "mobilenet-v2-" + alpha.digits(),
                "MobileNet",
                224,
                32,
                Preprocessing.TF,
                alpha.topFilters(),
                154,
                alpha.parameters(),
                List.of(),
                "Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2: Inverted Residuals and Linear Bottlenecks. CVPR 2018.");
    }

    @Override
    public void addTo(LayerGraph graph) {
        new MobileNetLayers(graph, alpha).add();
    }
}
