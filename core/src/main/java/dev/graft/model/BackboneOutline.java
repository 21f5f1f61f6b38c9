package dev.graft.model;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.TrainingRole;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerInfo;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The layers of a backbone for images of a size, without its parameters: nothing is allocated or drawn, so that
 * EfficientNetB7 is outlined in less than a second and in little memory.
 *
 * @param layers in order, as Keras counts them
 * @param roles of the layers in a training, in the same order
 */
public record BackboneOutline(List<LayerInfo> layers, List<TrainingRole> roles) {
    public BackboneOutline {
        layers = List.copyOf(layers);
        roles = List.copyOf(roles);
    }

    /**
     * Outlines a backbone.
     *
     * @throws dev.graft.error.GraftException if the backbone takes no images of that shape
     */
    public static BackboneOutline of(Backbone backbone, InputShape images) {
        backbone.spec().requireAccepts(images);
        GraphBuilder builder = NetworkConfiguration.builder(0);
        LayerGraph graph = new LayerGraph(builder, images, 0);
        backbone.addTo(graph);
        ComputationGraphConfiguration configuration = configuration(builder, graph);
        return new BackboneOutline(
                NetworkConfiguration.infos(configuration, images, graph.layers()),
                graph.layers().stream()
                        .map(layer ->
                                TrainingRole.of(configuration.getVertices().get(layer.name())))
                        .toList());
    }

    /** A network that ends with the layer added last. */
    static ComputationGraphConfiguration configuration(GraphBuilder builder, LayerGraph graph) {
        return builder.setOutputs(graph.last())
                .setInputTypes(NetworkConfiguration.inputType(graph.inputShape()))
                .validateOutputLayerConfig(false)
                .build();
    }
}
