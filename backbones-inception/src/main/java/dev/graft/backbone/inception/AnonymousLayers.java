package dev.graft.backbone.inception;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerPlan;
import dev.graft.graph.Padding;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.activations.Activation;

/** Plans layers under the names that Keras makes up: the kind, and from the second of a kind on a number. */
final class AnonymousLayers {
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.99;
    private static final int POOL = 3;

    private final LayerPlan plan = new LayerPlan();
    private final Map<String, Integer> counts = new HashMap<>();

    private String name(String kind) {
        int number = counts.merge(kind, 1, Integer::sum) - 1;
        return number == 0 ? kind : kind + "_" + number;
    }

    String input() {
        return plan.add("input_layer", g -> g.input("input_layer"));
    }

    /** {@code conv2d_bn} of the Keras source: convolution, batch normalization without scale, ReLU. */
    String convolution(String x, int filters, int height, int width, int stride, Padding padding) {
        String conv = name("conv2d");
        plan.add(conv, g -> g.convolution(conv, x, filters, height, width, stride, padding), x);
        String norm = name("batch_normalization");
        plan.add(norm, g -> g.batchNormalizationWithoutScale(norm, conv, EPSILON, MOMENTUM), conv);
        String activation = name("activation");
        return plan.add(activation, g -> g.activation(activation, norm, Activation.RELU), norm);
    }

    String convolution(String x, int filters, int height, int width) {
        return convolution(x, filters, height, width, 1, Padding.SAME);
    }

    /** Halves height and width. */
    String maxPooling(String x) {
        String name = name("max_pooling2d");
        return plan.add(name, g -> g.maxPooling(name, x, POOL, 2, Padding.VALID), x);
    }

    /** Keeps height and width. */
    String averagePooling(String x) {
        String name = name("average_pooling2d");
        return plan.add(name, g -> g.averagePooling(name, x, POOL, 1, Padding.SAME), x);
    }

    String concatenate(String... branches) {
        return concatenateAs(name("concatenate"), branches);
    }

    String concatenateAs(String name, String... branches) {
        return plan.add(name, g -> g.concatenate(name, branches), branches);
    }

    void addTo(LayerGraph graph) {
        plan.addTo(graph);
    }
}
