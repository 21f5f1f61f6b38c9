package dev.graft.engine.dl4j;

import dev.graft.engine.update.ParameterLayout;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.engine.update.Penalty;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** How the parameters of a DL4J graph lie in its one vector. */
final class GraphLayout {
    private GraphLayout() {}

    /**
     * Reads it.
     *
     * @param factors of layers' learning rates; 1 for those it does not name
     * @throws GraftException for a layer with a penalty that no update here follows
     */
    static ParameterLayout of(ComputationGraph graph, Map<String, Double> factors) {
        List<ParameterSlice> slices = new ArrayList<>();
        for (Layer layer : graph.getLayers()) {
            if (layer.numParams() > 0) {
                String name = layer.conf().getLayer().getLayerName();
                double factor = factors.getOrDefault(name, 1.0);
                layer.paramTable().forEach((key, view) -> slices.add(slice(layer, name, key, view, factor)));
            }
        }
        slices.sort(Comparator.comparingLong(ParameterSlice::offset));
        checkWithoutGaps(slices, graph.numParams());
        return new ParameterLayout(slices);
    }

    private static void checkWithoutGaps(List<ParameterSlice> slices, long length) {
        long end = 0;
        for (ParameterSlice slice : slices) {
            if (slice.offset() != end) {
                throw new IllegalStateException(slice.name() + " lies at " + slice.offset() + ", not at " + end);
            }
            end += slice.length();
        }
        if (end != length) {
            throw new IllegalStateException("Parameters end at " + end + ", not at " + length);
        }
    }

    private static ParameterSlice slice(Layer layer, String name, String key, INDArray view, double factor) {
        var conf = layer.conf().getLayer();
        Kind kind = Kind.FIXED;
        boolean kernel = false;
        if (!(conf instanceof FrozenLayerWithBackprop)) {
            IUpdater updater = layer.getConfig().getUpdaterByParam(key);
            kind = updater instanceof NoOp ? Kind.STATISTICS : Kind.LEARNS;
            ParamInitializer initializer = conf.initializer();
            kernel = !(conf instanceof BatchNormalization) && initializer.isWeightParam(conf, key);
        }
        Penalty penalty =
                kind == Kind.LEARNS ? Penalty.of(name, layer.getConfig().getRegularizationByParam(key)) : Penalty.NONE;
        return new ParameterSlice(name + "/" + key, view.offset(), view.length(), kind, kernel, factor, penalty);
    }
}
