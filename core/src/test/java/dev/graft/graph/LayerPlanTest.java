package dev.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** Keras's order of layers: by distance from the output, then by creation. */
class LayerPlanTest {
    private final LayerGraph graph =
            new LayerGraph(new NeuralNetConfiguration.Builder().graphBuilder(), InputShape.square(8), 1);
    private final LayerPlan plan = new LayerPlan();

    private String relu(String name, String from) {
        return plan.add(name, g -> g.activation(name, from, Activation.RELU), from);
    }

    @Test
    void aShortBranchIsListedBesideTheEndOfALongOne() {
        String input = plan.add("input", g -> g.input("input"));
        String brief = relu("brief", input);
        String long2 = relu("long2", relu("long1", input));
        plan.add("sum", g -> g.add("sum", brief, long2), brief, long2);
        plan.addTo(graph);
        assertThat(graph.layers().stream().map(NetworkLayer::name))
                .containsExactly("input", "long1", "brief", "long2", "sum");
    }

    @Test
    void aLayerThatAddsAnotherNameIsRefused() {
        plan.add("input", g -> g.input("images"));
        assertThatThrownBy(() -> plan.addTo(graph))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'input'")
                .hasMessageContaining("'images'");
    }
}
