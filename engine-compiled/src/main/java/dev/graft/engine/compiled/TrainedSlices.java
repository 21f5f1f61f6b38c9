package dev.graft.engine.compiled;

import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.StoredParameter.Layout;
import dev.graft.engine.update.ParameterLayout;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.engine.update.Penalty;
import dev.graft.freeze.BatchNormMode;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Which parameters and running statistics a training moves, and where each lies in one vector of them, in plain order. */
public final class TrainedSlices {
    private final Map<StoredParameter, ParameterSlice> slices;
    private final ParameterLayout layout;
    private final long length;

    private TrainedSlices(Map<StoredParameter, ParameterSlice> slices, long length) {
        this.slices = slices;
        this.layout = new ParameterLayout(List.copyOf(slices.values()));
        this.length = length;
    }

    /**
     * Those above a frozen prefix.
     *
     * @param rates factors of layers' learning rates; 1 for those it does not name
     * @param step values between the beginnings of two parameters are a multiple of this
     */
    public static TrainedSlices of(TrainingTask task, Map<String, Double> rates, int step) {
        Map<StoredParameter, ParameterSlice> slices = new LinkedHashMap<>();
        long offset = 0;
        ComputationGraph network = task.network();
        for (String name : network.getConfiguration().getVertices().keySet()) {
            boolean ofHead = task.head().contains(name);
            if (task.prefix().vertices().contains(name)
                    || !(ofHead || task.freeze().unfrozen().contains(name))) {
                continue;
            }
            Layer layer = network.getLayer(name);
            boolean followsBatches = ofHead || task.freeze().batchNorm() == BatchNormMode.KERAS;
            for (String key : moved(layer, followsBatches)) {
                StoredParameter source = new StoredParameter(name, key, layout(layer, key));
                ParameterSlice slice = slice(layer, source, offset, rates.getOrDefault(name, 1.0));
                slices.put(source, slice);
                offset += (slice.length() + step - 1) / step * step;
            }
        }
        return new TrainedSlices(slices, Math.max(offset, step));
    }

    /** DL4J's names of a layer's arrays that a training moves. */
    private static List<String> moved(Layer layer, boolean followsBatches) {
        if (layer == null || layer.numParams() == 0 || layer.conf().getLayer() instanceof InputNormalization) {
            return List.of();
        }
        if (!(layer.conf().getLayer() instanceof KerasBatchNormalization norm)) {
            return List.copyOf(layer.paramTable().keySet());
        }
        List<String> keys = new ArrayList<>();
        if (norm.isScale()) {
            keys.add("gamma");
        }
        keys.add("beta");
        if (followsBatches) {
            keys.addAll(List.of("mean", "var"));
        }
        return keys;
    }

    private static Layout layout(Layer layer, String key) {
        var conf = layer.conf().getLayer();
        if (key.equals("W") && (conf instanceof DenseLayer || conf instanceof OutputLayer)) {
            return Layout.DENSE;
        }
        return key.equals("W") && conf instanceof DepthwiseConvolution2D ? Layout.DEPTHWISE : Layout.PLAIN;
    }

    private static ParameterSlice slice(Layer layer, StoredParameter source, long offset, double rate) {
        String key = source.key();
        // Running statistics are moved by the plan itself.
        Kind kind = key.equals("mean") || key.equals("var") ? Kind.FIXED : Kind.LEARNS;
        Penalty penalty = kind == Kind.LEARNS
                ? Penalty.of(source.layer(), layer.getConfig().getRegularizationByParam(key))
                : Penalty.NONE;
        long length = layer.getParam(key).length();
        return new ParameterSlice(source.name(), offset, length, kind, source.isKernel(), rate, penalty);
    }

    /** Of both vectors, that of parameters and that of gradients. */
    public ParameterLayout layout() {
        return layout;
    }

    /** Number of values in a vector, gaps included. */
    public long length() {
        return length;
    }

    /** Gets the parameters one after another. */
    public interface Visitor {
        /** @param slice where it lies */
        void visit(StoredParameter source, ParameterSlice slice);
    }

    /** All parameters, in the vectors' order. */
    public void forEach(Visitor visitor) {
        slices.forEach(visitor::visit);
    }

    /** Whether a layer has parameters that the training does not move. */
    public boolean leavesConstants(Layer layer, String name) {
        long moved = slices.keySet().stream()
                .filter(source -> source.layer().equals(name))
                .count();
        return moved < layer.paramTable().size();
    }

    /**
     * Where a parameter begins in the vectors.
     *
     * @param length that the caller expects it to have
     * @throws IllegalStateException if the training does not move it, or it has another length
     */
    public long offset(Parameter parameter, long length) {
        ParameterSlice slice = slices.get(parameter.source());
        if (slice == null || slice.length() != length) {
            throw new IllegalStateException(parameter + " is not among what this training moves, or not of its size");
        }
        return slice.offset();
    }
}
