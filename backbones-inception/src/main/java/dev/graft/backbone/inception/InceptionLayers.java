package dev.graft.backbone.inception;

import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import java.util.List;

/**
 * Lays out the graph of {@code keras/src/applications/inception_v3.py}. Layers are created in the order of that file,
 * which gives them their numbers; {@link AnonymousLayers} puts them into the order of the model.
 */
final class InceptionLayers {
    /** Channels of the pooling branch of mixed0 to mixed2. */
    private static final List<Integer> POOLED_FILTERS = List.of(32, 64, 64);
    /** Channels inside the 7 x 7 branches of mixed4 to mixed7. */
    private static final List<Integer> SEVEN_FILTERS = List.of(128, 160, 160, 192);

    private final AnonymousLayers layers = new AnonymousLayers();

    void addTo(LayerGraph graph) {
        String x = stem(layers.input());
        int number = 0;
        for (int pooled : POOLED_FILTERS) {
            x = fives(mixed(number++), x, pooled);
        }
        x = firstReduction(mixed(number++), x);
        for (int inner : SEVEN_FILTERS) {
            x = sevens(mixed(number++), x, inner);
        }
        x = secondReduction(mixed(number++), x);
        for (int i = 0; i < 2; i++) {
            x = expanded(mixed(number++), "mixed9_" + i, x);
        }
        layers.addTo(graph);
    }

    private static String mixed(int number) {
        return "mixed" + number;
    }

    private String stem(String input) {
        String x = layers.convolution(input, 32, 3, 3, 2, Padding.VALID);
        x = layers.convolution(x, 32, 3, 3, 1, Padding.VALID);
        x = layers.convolution(x, 64, 3, 3);
        x = layers.maxPooling(x);
        x = layers.convolution(x, 80, 1, 1, 1, Padding.VALID);
        x = layers.convolution(x, 192, 3, 3, 1, Padding.VALID);
        return layers.maxPooling(x);
    }

    /** Branches of 1 x 1, 5 x 5, twice 3 x 3, and pooling: figure 5 of the paper, but for the 5 x 5. */
    private String fives(String name, String x, int pooledFilters) {
        String one = layers.convolution(x, 64, 1, 1);
        String five = layers.convolution(layers.convolution(x, 48, 1, 1), 64, 5, 5);
        String three = layers.convolution(layers.convolution(x, 64, 1, 1), 96, 3, 3);
        three = layers.convolution(three, 96, 3, 3);
        return layers.concatenateAs(name, one, five, three, pooled(x, pooledFilters));
    }

    /** Figure 10 of the paper: halves height and width without a bottleneck. */
    private String firstReduction(String name, String x) {
        String three = layers.convolution(x, 384, 3, 3, 2, Padding.VALID);
        String twice = layers.convolution(layers.convolution(x, 64, 1, 1), 96, 3, 3);
        twice = layers.convolution(twice, 96, 3, 3, 2, Padding.VALID);
        return layers.concatenateAs(name, three, twice, layers.maxPooling(x));
    }

    /** Figure 6 of the paper: 7 x 7 as 1 x 7 and 7 x 1, once and twice. */
    private String sevens(String name, String x, int inner) {
        String one = layers.convolution(x, 192, 1, 1);
        String once = layers.convolution(layers.convolution(x, inner, 1, 1), inner, 1, 7);
        once = layers.convolution(once, 192, 7, 1);
        String twice = layers.convolution(layers.convolution(x, inner, 1, 1), inner, 7, 1);
        twice = layers.convolution(twice, inner, 1, 7);
        twice = layers.convolution(twice, inner, 7, 1);
        twice = layers.convolution(twice, 192, 1, 7);
        return layers.concatenateAs(name, one, once, twice, pooled(x, 192));
    }

    private String secondReduction(String name, String x) {
        String three = layers.convolution(layers.convolution(x, 192, 1, 1), 320, 3, 3, 2, Padding.VALID);
        String seven = layers.convolution(layers.convolution(x, 192, 1, 1), 192, 1, 7);
        seven = layers.convolution(seven, 192, 7, 1);
        seven = layers.convolution(seven, 192, 3, 3, 2, Padding.VALID);
        return layers.concatenateAs(name, three, seven, layers.maxPooling(x));
    }

    /** Figure 7 of the paper: 1 x 3 and 3 x 1 side by side. */
    private String expanded(String name, String innerName, String x) {
        String one = layers.convolution(x, 320, 1, 1);
        String three = layers.convolution(x, 384, 1, 1);
        three = layers.concatenateAs(
                innerName, layers.convolution(three, 384, 1, 3), layers.convolution(three, 384, 3, 1));
        String twice = layers.convolution(layers.convolution(x, 448, 1, 1), 384, 3, 3);
        twice = layers.concatenate(layers.convolution(twice, 384, 1, 3), layers.convolution(twice, 384, 3, 1));
        return layers.concatenateAs(name, one, three, twice, pooled(x, 192));
    }

    private String pooled(String x, int filters) {
        return layers.convolution(layers.averagePooling(x), filters, 1, 1);
    }
}
