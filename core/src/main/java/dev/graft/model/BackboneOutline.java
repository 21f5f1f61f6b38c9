package dev.graft.model;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.TrainingRole;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerInfo;
import dev.graft.graph.NetworkLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;

/**
 * The layers of a backbone for images of a size, without its parameters: nothing is allocated or drawn, so that
 * EfficientNetB7 is outlined in less than a second and in little memory.
 *
 * @param layers in order, as Keras counts them
 * @param outputShapes of the layers, in the same order and without the batch: {@code [channels, height, width]}, or {@code
 *     [units]} where height and width are gone
 * @param roles of the layers in a training, in the same order
 */
public record BackboneOutline(List<LayerInfo> layers, List<List<Long>> outputShapes, List<TrainingRole> roles) {
    public BackboneOutline {
        layers = List.copyOf(layers);
        outputShapes = outputShapes.stream().map(List::copyOf).toList();
        roles = List.copyOf(roles);
    }

    /**
     * Outlines a backbone.
     *
     * @throws dev.graft.GraftException if the backbone takes no images of that shape
     */
    public static BackboneOutline of(Backbone backbone, InputShape images) {
        backbone.spec().requireAccepts(images);
        GraphBuilder builder = NetworkConfiguration.builder(0);
        LayerGraph graph = new LayerGraph(builder, images, 0);
        backbone.addTo(graph);
        ComputationGraphConfiguration configuration = configuration(builder, graph);
        InputType input = NetworkConfiguration.inputType(images);
        Map<String, InputType> types = configuration.getLayerActivationTypes(false, false, input);
        List<LayerInfo> layers = new ArrayList<>();
        List<List<Long>> shapes = new ArrayList<>();
        List<TrainingRole> roles = new ArrayList<>();
        for (NetworkLayer layer : graph.layers()) {
            layers.add(NetworkConfiguration.info(configuration, layers.size(), layer));
            shapes.add(shape(types.getOrDefault(layer.name(), input)));
            roles.add(TrainingRole.of(configuration.getVertices().get(layer.name())));
        }
        return new BackboneOutline(layers, shapes, roles);
    }

    /** A network that ends with the layer added last. */
    static ComputationGraphConfiguration configuration(GraphBuilder builder, LayerGraph graph) {
        return builder.setOutputs(graph.last())
                .setInputTypes(NetworkConfiguration.inputType(graph.inputShape()))
                .validateOutputLayerConfig(false)
                .build();
    }

    private static List<Long> shape(InputType type) {
        return type instanceof InputTypeConvolutional map
                ? List.of(map.getChannels(), map.getHeight(), map.getWidth())
                : List.of(type.arrayElementsPerExample());
    }
}
