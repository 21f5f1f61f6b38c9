package dev.graft.testkit.model;

import dev.graft.backbone.Backbone;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.layer.SeededDropout;
import dev.graft.layer.SeededKernel;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** How a backbone's layers hang together and how their kernels are drawn, from its configuration alone. */
public final class Wiring {
    private final ComputationGraphConfiguration configuration;

    private Wiring(ComputationGraphConfiguration configuration) {
        this.configuration = configuration;
    }

    public static Wiring of(Backbone backbone) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder().graphBuilder();
        LayerGraph graph =
                new LayerGraph(builder, InputShape.square(backbone.spec().defaultSize()), 1);
        backbone.addTo(graph);
        return new Wiring(builder.setOutputs(graph.last())
                .validateOutputLayerConfig(false)
                .build());
    }

    /** The layers that a layer takes its input from, in order. */
    public List<String> inputs(String layer) {
        return configuration.getVertexInputs().getOrDefault(layer, List.of());
    }

    /** The share of samples that a layer drops; 0 for any other layer. */
    public double dropRate(String layer) {
        return configuration.getVertices().get(layer) instanceof LayerVertex vertex
                        && vertex.getLayerConf().getLayer().getIDropout() instanceof SeededDropout dropout
                ? dropout.getRate()
                : 0;
    }

    /** How a layer's kernel is drawn, in Keras's words; empty for a layer without kernel. */
    public String initializer(String layer) {
        GraphVertex vertex = configuration.getVertices().get(layer);
        if (!(vertex instanceof LayerVertex v)
                || !(v.getLayerConf().getLayer() instanceof BaseLayer settings)
                || !(settings.getWeightInitFn() instanceof SeededKernel kernel)) {
            return "";
        }
        String scaling = String.format(
                Locale.ROOT,
                "%.0f fan_%s %s",
                kernel.getScale(),
                kernel.getFan().name().toLowerCase(Locale.ROOT),
                kernel.getDistribution().name().toLowerCase(Locale.ROOT));
        return scaling.equals("1 fan_average uniform") ? "GlorotUniform" : scaling;
    }
}
