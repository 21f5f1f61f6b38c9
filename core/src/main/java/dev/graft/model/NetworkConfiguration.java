package dev.graft.model;

import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.graph.NetworkLayer;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** What DL4J must be told to configure a network, and what its configuration tells about a layer. */
final class NetworkConfiguration {
    private NetworkConfiguration() {}

    /** Starts one. Updaters are chosen when a training begins. */
    static GraphBuilder builder(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
                .updater(new NoOp())
                .graphBuilder();
    }

    /** Images as DL4J describes them. */
    static InputType inputType(InputShape images) {
        return InputType.convolutional(images.height(), images.width(), images.channels());
    }

    /** How many numbers DL4J will allocate for a network; {@link ArithmeticException} if a long cannot hold it. */
    static long parameters(ComputationGraphConfiguration configuration) {
        long sum = 0;
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                Layer settings = layer.getLayerConf().getLayer();
                sum = Math.addExact(sum, settings.initializer().numParams(settings));
            }
        }
        return sum;
    }

    /**
     * Layers as Keras lists them, their parameters counted as Keras does.
     *
     * @param layers all of them, or the first ones, in order
     */
    static List<LayerInfo> infos(
            ComputationGraphConfiguration configuration, InputShape images, List<NetworkLayer> layers) {
        InputType input = inputType(images);
        Map<String, InputType> types = configuration.getLayerActivationTypes(false, false, input);
        List<LayerInfo> infos = new ArrayList<>();
        for (NetworkLayer layer : layers) {
            List<Long> shape = shape(types.getOrDefault(layer.name(), input));
            infos.add(info(configuration, infos.size(), layer, shape));
        }
        return infos;
    }

    private static LayerInfo info(
            ComputationGraphConfiguration configuration, int index, NetworkLayer layer, List<Long> shape) {
        long all = 0;
        long learning = 0;
        if (configuration.getVertices().get(layer.name()) instanceof LayerVertex vertex) {
            Layer settings = vertex.getLayerConf().getLayer();
            if (settings instanceof KerasBatchNormalization norm) {
                all = norm.kerasParameters();
                learning = norm.kerasTrainableParameters();
            } else if (settings instanceof InputNormalization norm) {
                all = norm.kerasParameters();
            } else {
                all = settings.initializer().numParams(settings);
                learning = all;
            }
        }
        return new LayerInfo(index, layer.name(), layer.kind(), all, learning, shape, layer.inputs());
    }

    private static List<Long> shape(InputType type) {
        return type instanceof InputTypeConvolutional map
                ? List.of(map.getChannels(), map.getHeight(), map.getWidth())
                : List.of(type.arrayElementsPerExample());
    }
}
