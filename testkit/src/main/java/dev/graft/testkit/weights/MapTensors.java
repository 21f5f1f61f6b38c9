package dev.graft.testkit.weights;

import dev.graft.error.Lookup;
import dev.graft.weights.KerasWeights;
import dev.graft.weights.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Tensors on the heap, for tests that change them. */
public final class MapTensors implements TensorFile {
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    /** All variables of a graph's layers, shaped as Keras shapes them. */
    public static MapTensors of(ComputationGraph graph, List<String> layers) {
        MapTensors tensors = new MapTensors();
        KerasWeights.export(graph, layers)
                .forEach((name, value) -> tensors.put(name, shape(graph, name, value.length), value));
        return tensors;
    }

    private static long[] shape(ComputationGraph graph, String name, int length) {
        int slash = name.lastIndexOf('/');
        String variable = name.substring(slash + 1);
        if (variable.equals("count")) {
            return new long[0];
        }
        if (!variable.equals("kernel")) {
            return new long[] {length};
        }
        long[] shape = graph.getLayer(name.substring(0, slash)).getParam("W").shape();
        boolean convolution = shape.length == 4
                && !(graph.getLayer(name.substring(0, slash)).conf().getLayer()
                        instanceof org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D);
        return convolution ? new long[] {shape[2], shape[3], shape[1], shape[0]} : shape;
    }

    public MapTensors put(String name, long[] shape, float[] value) {
        shapes.put(name, shape);
        values.put(name, value);
        return this;
    }

    public MapTensors remove(String name) {
        shapes.remove(name);
        values.remove(name);
        return this;
    }

    @Override
    public Map<String, long[]> tensors() {
        return shapes;
    }

    @Override
    public float[] read(String name) {
        return Lookup.in(values, name, "tensor");
    }

    @Override
    public String source() {
        return "test tensors";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
