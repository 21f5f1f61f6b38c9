package dev.graft.backbone.vgg;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/** Lays out the convolutional part of {@code keras/src/applications/vgg16.py} and {@code vgg19.py}. */
final class VggLayers {
    /** Channels of the five blocks; all convolutions are 3 x 3. */
    private static final List<Integer> FILTERS = List.of(64, 128, 256, 512, 512);

    private static final int KERNEL = 3;
    private static final int POOL = 2;

    private VggLayers() {}

    /**
     * @param graph an empty graph
     * @param convolutions number of convolutions of each block: a column of table 1 of the paper
     */
    static void add(LayerGraph graph, List<Integer> convolutions) {
        String x = graph.input("input_layer");
        for (int i = 0; i < FILTERS.size(); i++) {
            String block = "block" + (i + 1) + "_";
            for (int conv = 1; conv <= convolutions.get(i); conv++) {
                x = graph.convolution(
                        block + "conv" + conv, x, FILTERS.get(i), KERNEL, 1, Padding.SAME, Activation.RELU);
            }
            x = graph.maxPooling(block + "pool", x, POOL, POOL, Padding.VALID);
        }
    }
}
