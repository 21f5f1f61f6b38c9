package dev.graft.engine.dl4j;

import dev.graft.GraftException;
import dev.graft.engine.dl4j.ParameterSlice.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * How the parameters of a graph lie in its one vector.
 *
 * @param slices all of them, without gaps
 * @param learning number of values that learn
 */
record ParameterLayout(List<ParameterSlice> slices, long learning) {
    /** @param factors of layers' learning rates; 1 for those it does not name */
    static ParameterLayout of(ComputationGraph graph, Map<String, Double> factors) {
        List<ParameterSlice> found = new ArrayList<>();
        for (Layer layer : graph.getLayers()) {
            if (layer.numParams() > 0) {
                String name = layer.conf().getLayer().getLayerName();
                layer.paramTable()
                        .forEach((key, view) ->
                                found.add(slice(layer, name, key, view, factors.getOrDefault(name, 1.0))));
            }
        }
        found.sort(Comparator.comparingLong(ParameterSlice::offset));
        List<ParameterSlice> slices = new ArrayList<>();
        long end = 0;
        long learning = 0;
        for (ParameterSlice slice : found) {
            if (slice.offset() != end) {
                throw new IllegalStateException(slice.name() + " lies at " + slice.offset() + ", not at " + end);
            }
            end += slice.length();
            slices.add(new ParameterSlice(
                    slice.name(),
                    slice.offset(),
                    slice.length(),
                    slice.kind(),
                    slice.kernel(),
                    slice.rateFactor(),
                    learning));
            learning += slice.kind() == Kind.LEARNS ? slice.length() : 0;
        }
        if (end != graph.numParams()) {
            throw new IllegalStateException("Parameters end at " + end + ", not at " + graph.numParams());
        }
        return new ParameterLayout(List.copyOf(slices), learning);
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
        if (kind == Kind.LEARNS) {
            refuseDecayAfterUpdate(layer, name, key);
        }
        return new ParameterSlice(name + "/" + key, view.offset(), view.length(), kind, kernel, factor, 0);
    }

    private static void refuseDecayAfterUpdate(Layer layer, String name, String key) {
        List<Regularization> terms = layer.getConfig().getRegularizationByParam(key);
        if (terms != null && terms.stream().anyMatch(t -> t.applyStep() == Regularization.ApplyStep.POST_UPDATER)) {
            throw new GraftException("Layer '" + name + "' has DL4J's weight decay, which no optimizer here follows. "
                    + "Use AdamW, or an L2 penalty.");
        }
    }

    /** The slices of a kind. */
    List<ParameterSlice> of(Kind kind) {
        return slices.stream().filter(slice -> slice.kind() == kind).toList();
    }

    /** Tells layouts apart: names, sizes and what learns. */
    String signature() {
        CRC32 sum = new CRC32();
        for (ParameterSlice slice : slices) {
            sum.update(
                    (slice.name() + slice.length() + slice.kind()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return String.format("%d of %d parameters learn (layers %08x)", learning, end(), sum.getValue());
    }

    private long end() {
        return slices.stream().mapToLong(ParameterSlice::length).sum();
    }
}
