package dev.graft.testkit.model;

import dev.graft.error.Lookup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * The values of a graph's parameters at one moment.
 *
 * @param values {@code layer/parameter} in DL4J's names to row-major values
 */
public record Snapshot(Map<String, float[]> values) {
    public static Snapshot of(ComputationGraph graph) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Layer layer : graph.getLayers()) {
            if (layer.numParams() > 0) {
                layer.paramTable()
                        .forEach((key, value) ->
                                values.put(layer.conf().getLayer().getLayerName() + "/" + key, floats(value)));
            }
        }
        return new Snapshot(values);
    }

    /** All values in row-major order, fetched at once: DL4J fetches each by itself. */
    public static float[] floats(INDArray array) {
        boolean rows = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        INDArray ordered = rows ? array : array.dup('c');
        if (ordered.dataType() != DataType.FLOAT) {
            return ordered.data().asFloat();
        }
        float[] values = new float[Math.toIntExact(ordered.length())];
        new FloatPointer(ordered.data().addressPointer()).get(values);
        if (ordered != array) {
            ordered.close();
        }
        return values;
    }

    /** Puts the values back. */
    public void restore(ComputationGraph graph) {
        values.forEach((name, value) -> {
            INDArray parameter = parameter(graph, name);
            parameter.assign(org.nd4j.linalg.factory.Nd4j.createFromArray(value).reshape('c', parameter.shape()));
        });
    }

    public static INDArray parameter(ComputationGraph graph, String name) {
        int slash = name.lastIndexOf('/');
        return graph.getLayer(name.substring(0, slash)).getParam(name.substring(slash + 1));
    }

    /** Names of parameters that are not equal to the last bit. */
    public Set<String> changed(Snapshot later) {
        Set<String> changed = new TreeSet<>();
        values.forEach((name, value) -> {
            if (!Arrays.equals(value, later.values.get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }

    public float[] get(String name) {
        return Lookup.in(values, name, "parameter");
    }
}
