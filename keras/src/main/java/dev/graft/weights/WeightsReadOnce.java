package dev.graft.weights;

import dev.graft.error.Lookup;
import dev.graft.preprocess.Preprocessing;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights that fill several networks of equal layers: the first from where they lie, the others from a copy. */
final class WeightsReadOnce implements BackboneWeights {
    private final BackboneWeights weights;
    /** Values by layer, in DL4J's order; may go where memory is short. */
    private SoftReference<Map<String, float[]>> copy = new SoftReference<>(null);

    WeightsReadOnce(BackboneWeights weights) {
        this.weights = weights;
    }

    @Override
    public synchronized void loadInto(ComputationGraph graph, List<String> layers) {
        Map<String, float[]> values = copy.get();
        if (values == null || !fits(values, graph, layers)) {
            weights.loadInto(graph, layers);
            copy = new SoftReference<>(read(graph, layers));
            return;
        }
        for (String name : layers) {
            if (parameters(graph, name) > 0) {
                float[] own = Lookup.in(values, name, "layer");
                memory(graph, name).put(own, 0, own.length);
            }
        }
    }

    private static boolean fits(Map<String, float[]> values, ComputationGraph graph, List<String> layers) {
        return layers.stream().allMatch(name -> {
            float[] known = values.get(name);
            return parameters(graph, name) == (known == null ? 0 : known.length);
        });
    }

    private static Map<String, float[]> read(ComputationGraph graph, List<String> layers) {
        Map<String, float[]> values = new HashMap<>();
        for (String name : layers) {
            if (parameters(graph, name) > 0) {
                float[] own = new float[Math.toIntExact(parameters(graph, name))];
                memory(graph, name).get(own, 0, own.length);
                values.put(name, own);
            }
        }
        return values;
    }

    /** A layer's parameters lie together, as a part of the network's vector. */
    private static FloatPointer memory(ComputationGraph graph, String name) {
        INDArray parameters = graph.getLayer(name).params();
        if (parameters.dataType() != DataType.FLOAT || parameters.elementWiseStride() != 1) {
            throw new IllegalStateException("The parameters of " + name + " are no vector of single precision");
        }
        return new FloatPointer(parameters.data().addressPointer());
    }

    private static long parameters(ComputationGraph graph, String name) {
        Layer layer = graph.getLayer(name);
        return layer == null ? 0 : layer.numParams();
    }

    @Override
    public void prepare() {
        weights.prepare();
    }

    @Override
    public Optional<Preprocessing> preprocessing() {
        return weights.preprocessing();
    }

    @Override
    public boolean pretrained() {
        return weights.pretrained();
    }

    @Override
    public String describe() {
        return weights.describe();
    }
}
