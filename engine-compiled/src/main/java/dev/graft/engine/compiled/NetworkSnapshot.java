package dev.graft.engine.compiled;

import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A network as it is at one moment; what is computed later starts from there. */
public final class NetworkSnapshot {
    private NetworkSnapshot() {}

    /**
     * A copy with parameters of its own; the configuration, which nobody changes, is shared.
     *
     * @param layers whose values are copied. The others have none, and take no memory as long as nobody touches them
     */
    public static ComputationGraph of(ComputationGraph graph, Predicate<String> layers) {
        ComputationGraph copy = new ComputationGraph(graph.getConfiguration());
        copy.init(Nd4j.createUninitialized(DataType.FLOAT, 1, graph.numParams()), false);
        for (Layer layer : graph.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            if (layer.numParams() > 0 && layers.test(name)) {
                copy.getLayer(name).params().assign(layer.params());
            }
        }
        return copy;
    }
}
