package dev.graft.engine.program;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array of a layer of the network.
 *
 * @param layer name of the layer
 * @param key DL4J's name of the array: {@code W}, {@code b}, {@code gamma}, {@code beta}, {@code mean}, {@code var}
 * @param layout how DL4J's axes lie
 */
public record StoredParameter(String layer, String key, Layout layout) implements ParameterSource {
    /** How the axes of DL4J's array lie beside those of a value. */
    public enum Layout {
        /** Alike. */
        PLAIN,
        /** {@code [in, out]}. */
        DENSE(1, 0),
        /** {@code [height, width, channels, 1]}. */
        DEPTHWISE(2, 3, 0, 1);

        private final int[] axes;

        Layout(int... axes) {
            this.axes = axes;
        }

        private INDArray plain(INDArray stored) {
            return axes.length == 0 ? stored : stored.permute(axes);
        }
    }

    /** {@code layer/key}. */
    public String name() {
        return layer + "/" + key;
    }

    /** Whether it is a kernel, not a bias, gamma or beta. */
    public boolean isKernel() {
        return key.equals("W");
    }

    /** Dimensions of its value. */
    public List<Integer> dimensions(ComputationGraph graph) {
        INDArray array = plain(graph);
        long[] shape = isKernel() ? array.shape() : new long[] {array.length()};
        return Arrays.stream(shape).mapToInt(Math::toIntExact).boxed().toList();
    }

    @Override
    public float[] read(ComputationGraph graph) {
        try (INDArray copy = plain(graph).dup('c')) {
            return copy.data().asFloat();
        }
    }

    /**
     * Changes the network.
     *
     * @param values in the value's plain order
     */
    public void write(ComputationGraph graph, float[] values) {
        INDArray target = plain(graph);
        if (values.length != target.length()) {
            throw new IllegalArgumentException(name() + " has the shape " + Arrays.toString(target.shape()) + ", found "
                    + values.length + " values");
        }
        try (INDArray source = Nd4j.createFromArray(values)) {
            target.assign(source.reshape('c', target.shape()));
        }
    }

    private INDArray plain(ComputationGraph graph) {
        return layout.plain(graph.getLayer(layer).getParam(key));
    }
}
