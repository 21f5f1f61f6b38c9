package dev.graft.engine.dl4j;

import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.layer.KerasBatchNormalization;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Cuts the part above a frozen prefix out of a network as a graph of its own, whose inputs are the cut's feature maps.
 *
 * <p>DL4J can only train whole graphs, and its {@code FrozenLayer} may not stand above a trainable vertex. Here the
 * prefix is gone, and a frozen layer that lies above a trainable one (a bypass next to an unfrozen branch) passes
 * gradients on without learning.
 */
public final class TrainableSuffix {
    private TrainableSuffix() {}

    /**
     * Cuts; the caller closes the new network.
     *
     * @param graph the whole network, which stays as it is
     * @param prefix the part that is left out
     * @param freeze which of the backbone's layers learn
     * @param head names of the head's layers, which all learn
     */
    public static ComputationGraph build(
            ComputationGraph graph, FrozenPrefix prefix, ResolvedFreeze freeze, List<String> head) {
        Set<String> unfrozen = new HashSet<>(freeze.unfrozen());
        unfrozen.addAll(head);
        Set<String> inside = new HashSet<>(prefix.vertices());
        ComputationGraphConfiguration conf =
                Subgraph.configuration(graph, name -> !inside.contains(name), prefix.cut());
        conf.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layerVertex) {
                // A head is new: its batch norms know no statistics yet, whatever holds for the backbone's.
                BatchNormMode mode = head.contains(name) ? BatchNormMode.KERAS : freeze.batchNorm();
                configure(layerVertex, unfrozen.contains(name), mode);
            }
        });
        return Subgraph.initialise(conf, graph);
    }

    private static void configure(LayerVertex vertex, boolean learns, BatchNormMode mode) {
        NeuralNetConfiguration conf = vertex.getLayerConf();
        var layer = conf.getLayer();
        if (layer instanceof KerasBatchNormalization norm) {
            norm.setLearning(learns);
            norm.setBatchStatistics(learns && mode == BatchNormMode.KERAS);
        }
        if (learns) {
            if (layer instanceof BaseLayer learning) {
                // Only says that it learns: ParameterUpdate does what DL4J's updaters would.
                learning.setIUpdater(new Sgd());
                learning.setBiasUpdater(null);
            }
        } else if (layer.getIDropout() != null) {
            layer.setIDropout(null);
        } else if (!(layer instanceof KerasBatchNormalization)
                && layer.initializer().numParams(layer) > 0) {
            conf.setLayer(new FrozenLayerWithBackprop(layer));
        }
    }
}
