package dev.graft.freeze;

import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

/** What it changes that a layer is unfrozen. Two freezings are the same training if they unfreeze the same layers but for constant ones. */
public enum TrainingRole {
    /** Nothing: it has neither parameters that learn nor anything random. */
    CONSTANT,
    /** It learns, or is random while a training goes on. */
    LEARNING,
    /** It is a batch normalization: it learns, and the {@link BatchNormMode} matters. */
    NORMALIZING;

    /** The role of a vertex of a network. */
    public static TrainingRole of(@Nullable GraphVertex vertex) {
        if (!(vertex instanceof LayerVertex layerVertex)) {
            return CONSTANT;
        }
        Layer layer = layerVertex.getLayerConf().getLayer();
        if (layer instanceof KerasBatchNormalization) {
            return NORMALIZING;
        }
        return hasWeights(vertex) || layer.getIDropout() != null ? LEARNING : CONSTANT;
    }

    static boolean hasWeights(GraphVertex vertex) {
        if (!(vertex instanceof LayerVertex layerVertex)) {
            return false;
        }
        Layer layer = layerVertex.getLayerConf().getLayer();
        // Normalization's constants come with the weights and never learn.
        return !(layer instanceof InputNormalization) && layer.initializer().numParams(layer) > 0;
    }
}
