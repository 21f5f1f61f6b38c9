package dev.graft.engine.cpu;

import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.StoredParameter.Layout;
import dev.graft.engine.update.NativeFloats;
import dev.graft.engine.update.ParameterLayout;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.engine.update.Penalty;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.NetworkMemory;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The parameters and running statistics that a training moves, in one vector, and the gradients of the former in another,
 * both in plain order; and the constants beside them.
 */
final class TrainedParameters implements ParameterMemory, AutoCloseable {
    /** Values between the beginnings of two parameters are a multiple of this: a vector register of AVX-512. */
    private static final int STEP = (int) NativeMemory.ALIGNMENT / Float.BYTES;

    private final ComputationGraph network;
    private final Map<StoredParameter, ParameterSlice> slices;
    private final ParameterLayout layout;
    private final NativeMemory parameters;
    private final NativeMemory gradients;
    private final long length;
    private final Constants constants;

    private TrainedParameters(
            OneDnn dnn, ComputationGraph network, Map<StoredParameter, ParameterSlice> slices, long length) {
        this.network = network;
        this.slices = slices;
        this.layout = new ParameterLayout(List.copyOf(slices.values()));
        this.length = length;
        this.parameters = new NativeMemory(length * Float.BYTES);
        this.gradients = new NativeMemory(length * Float.BYTES);
        this.constants = new Constants(dnn, network);
    }

    /**
     * Those above a frozen prefix.
     *
     * @param network their values, and those of constants, are copied from it
     * @param rates factors of layers' learning rates; 1 for those it does not name
     */
    static TrainedParameters of(
            OneDnn dnn,
            ComputationGraph network,
            FrozenPrefix prefix,
            ResolvedFreeze freeze,
            List<String> head,
            Map<String, Double> rates) {
        Map<StoredParameter, ParameterSlice> slices = new LinkedHashMap<>();
        long offset = 0;
        for (String name : network.getConfiguration().getVertices().keySet()) {
            boolean ofHead = head.contains(name);
            if (prefix.vertices().contains(name)
                    || !(ofHead || freeze.unfrozen().contains(name))) {
                continue;
            }
            Layer layer = network.getLayer(name);
            boolean followsBatches = ofHead || freeze.batchNorm() == BatchNormMode.KERAS;
            for (String key : moved(layer, followsBatches)) {
                StoredParameter source = new StoredParameter(name, key, layout(layer, key));
                ParameterSlice slice = slice(layer, source, offset, rates.getOrDefault(name, 1.0));
                slices.put(source, slice);
                offset += (slice.length() + STEP - 1) / STEP * STEP;
            }
        }
        ComputationGraph copy = NetworkSnapshot.of(
                network,
                name -> !prefix.vertices().contains(name) && hasConstants(network.getLayer(name), name, slices));
        TrainedParameters all = new TrainedParameters(dnn, copy, slices, Math.max(offset, STEP));
        slices.forEach((source, slice) -> {
            float[] values = source.read(network);
            all.parameters.floats(slice.offset() * Float.BYTES, values.length).put(values, 0, values.length);
        });
        return all;
    }

    private static boolean hasConstants(Layer layer, String name, Map<StoredParameter, ParameterSlice> slices) {
        long moved = slices.keySet().stream()
                .filter(source -> source.layer().equals(name))
                .count();
        return moved < layer.paramTable().size();
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

    /** The network at the beginning, with those values above the prefix that a training does not move. */
    ComputationGraph network() {
        return network;
    }

    ParameterLayout layout() {
        return layout;
    }

    /** The vector of parameters. */
    NativeFloats values() {
        return NativeFloats.of(parameters.floats(0, length), length);
    }

    /** The vector of gradients. */
    NativeFloats gradients() {
        return NativeFloats.of(gradients.floats(0, length), length);
    }

    /** Copies all into a network. */
    void writeTo(ComputationGraph network) {
        slices.forEach((source, slice) -> {
            float[] values = new float[Math.toIntExact(slice.length())];
            FloatPointer from = parameters.floats(slice.offset() * Float.BYTES, values.length);
            from.get(values, 0, values.length);
            source.write(network, values);
        });
    }

    @Override
    public boolean isConstant(Parameter parameter) {
        return parameter.role() == Parameter.Role.FIXED;
    }

    @Override
    public Slot constant(Parameter parameter, memory.desc plain, memory.desc wanted) {
        return constants.get(parameter, plain, wanted);
    }

    @Override
    public Slot current(Parameter parameter, memory.desc plain) {
        return Slot.at(parameter.value().name(), plain, parameters.at(offset(parameter, plain)));
    }

    @Override
    public Slot gradient(Parameter parameter, memory.desc plain) {
        return Slot.at(parameter.value().name(), plain, gradients.at(offset(parameter, plain)));
    }

    private long offset(Parameter parameter, memory.desc plain) {
        ParameterSlice slice = slices.get(parameter.source());
        if (slice == null || slice.length() * Float.BYTES != plain.get_size()) {
            throw new IllegalStateException(parameter + " is not among what this training moves, or not of its size");
        }
        return slice.offset() * Float.BYTES;
    }

    @Override
    public void close() {
        parameters.close();
        gradients.close();
        constants.close();
        NetworkMemory.release(network);
    }
}
