package dev.graft.backbone.baseline;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out a plain chain of 3 x 3 convolutions with ReLU and 2 x 2 maximum poolings. */
final class PlainLayers {
    private static final int KERNEL = 3;
    private static final int POOL = 2;

    private PlainLayers() {}

    /** @param graph an empty graph */
    static void add(LayerGraph graph, List<Block> blocks) {
        String x = graph.input("input_layer");
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            String name = "block" + (i + 1) + "_";
            for (int conv = 1; conv <= block.convolutions(); conv++) {
                x = graph.convolution(
                        name + "conv" + conv, x, block.filters(), KERNEL, 1, Padding.SAME, Activation.RELU);
            }
            if (block.pooled()) {
                x = graph.maxPooling(name + "pool", x, POOL, POOL, Padding.VALID);
            }
        }
    }
}
