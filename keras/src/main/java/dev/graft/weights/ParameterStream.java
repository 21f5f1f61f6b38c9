package dev.graft.weights;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parameters of a network's layers, running statistics included, as safetensors in a stream: tensors {@code
 * <layer>/<parameter>} in single precision, row by row, with DL4J's names and axes (a convolution's kernel {@code W} is
 * {@code [out, in, height, width]}, a dense one {@code [in, out]}), so that layers of any type can be kept. Model files and
 * checkpoints hold them; {@link KerasWeightsFile} writes Keras's layout instead.
 *
 * <p>Only finite numbers are written and read: a network with others gives no answers.
 */
public final class ParameterStream {
    private static final int CHUNK = 1 << 16;

    private final SafetensorsHeader header;
    private final InputStream in;

    private ParameterStream(SafetensorsHeader header, InputStream in) {
        this.header = header;
        this.in = in;
    }

    /**
     * Writes the parameters of some layers; those without any are passed over.
     *
     * @throws GraftException if one is not finite; the layer is named
     */
    public static void write(ComputationGraph graph, List<String> layers, OutputStream out) throws IOException {
        Map<String, INDArray> parameters = parameters(graph, layers);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        parameters.forEach((name, value) -> shapes.put(name, value.shape()));
        SafetensorsHeader.write(out, shapes, Map.of());
        for (Map.Entry<String, INDArray> parameter : parameters.entrySet()) {
            write(parameter.getKey(), parameter.getValue(), out);
        }
    }

    private static void write(String name, INDArray parameter, OutputStream out) throws IOException {
        float[] values;
        try (INDArray rows = parameter.dup('c')) {
            values = rows.data().asFloat();
        }
        checkFinite(name, values);
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(CHUNK, values.length) * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            bytes.asFloatBuffer().put(values, from, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }

    private static Map<String, INDArray> parameters(ComputationGraph graph, List<String> layers) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (String name : layers) {
            Layer layer = graph.getLayer(name);
            if (layer != null && layer.numParams() > 0) {
                layer.paramTable().forEach((key, value) -> parameters.put(name + "/" + key, value));
            }
        }
        return parameters;
    }

    /**
     * Begins to read: only what there is.
     *
     * @param source where it comes from, for messages
     * @param in is read on by {@link #loadInto}; the caller closes it
     * @param length bytes that it has
     * @throws WeightsException if the content is damaged
     * @throws IOException as the stream throws it
     */
    public static ParameterStream open(String source, InputStream in, long length) throws IOException {
        byte[] field = in.readNBytes(SafetensorsHeader.LENGTH_FIELD);
        byte[] json = in.readNBytes(SafetensorsHeader.length(source, field, length));
        SafetensorsHeader header = SafetensorsHeader.parse(source, json, length - field.length - json.length);
        long end = 0;
        for (Map.Entry<String, SafetensorsHeader.Entry> entry : header.entries().entrySet()) {
            if (!entry.getValue().type().equals("F32") || entry.getValue().begin() != end) {
                throw SafetensorsHeader.damaged(
                        source,
                        "tensor '" + entry.getKey()
                                + "' does not follow the one before, or is not in single precision");
            }
            end = entry.getValue().end();
        }
        return new ParameterStream(header, in);
    }

    /** How many numbers there are in all tensors together. */
    public long values() {
        return header.entries().values().stream()
                .mapToLong(SafetensorsHeader.Entry::elements)
                .sum();
    }

    /**
     * Reads the parameters of some layers, of all of them and no others.
     *
     * @throws WeightsException if a tensor is missing, does not belong to the layers, has another shape or is not finite. If
     *     it is not finite the network is of no use any more, else nothing was changed
     * @throws IOException as the stream throws it
     */
    public void loadInto(ComputationGraph graph, List<String> layers) throws IOException {
        Map<String, INDArray> parameters = parameters(graph, layers);
        for (String name : parameters.keySet()) {
            if (!header.entries().containsKey(name)) {
                throw misfit("'" + name + "' is missing");
            }
        }
        loadInto(parameters);
    }

    /** Reads whatever parameters of a network there are; errors as for {@link #loadInto(ComputationGraph, List)}. */
    public void loadInto(ComputationGraph graph) throws IOException {
        loadInto(parameters(
                graph, List.copyOf(graph.getConfiguration().getVertices().keySet())));
    }

    private void loadInto(Map<String, INDArray> parameters) throws IOException {
        header.entries().forEach((name, entry) -> {
            INDArray parameter = parameters.get(name);
            if (parameter == null) {
                throw misfit("'" + name + "' belongs to no layer");
            }
            if (!Arrays.equals(parameter.shape(), entry.shape())) {
                throw misfit("'" + name + "' has shape " + Arrays.toString(entry.shape()) + " instead of "
                        + Arrays.toString(parameter.shape()));
            }
        });
        byte[] bytes = new byte[CHUNK * Float.BYTES];
        for (Map.Entry<String, SafetensorsHeader.Entry> entry : header.entries().entrySet()) {
            float[] values = read(Math.toIntExact(entry.getValue().elements()), bytes);
            checkFinite(entry.getKey(), values);
            INDArray parameter = Lookup.in(parameters, entry.getKey(), "parameter");
            try (INDArray rows = Nd4j.create(values, parameter.shape(), 'c')) {
                parameter.assign(rows);
            }
        }
    }

    private float[] read(int count, byte[] bytes) throws IOException {
        float[] values = new float[count];
        for (int from = 0; from < count; from += CHUNK) {
            int length = Math.min(CHUNK, count - from);
            if (in.readNBytes(bytes, 0, length * Float.BYTES) < length * Float.BYTES) {
                throw new EOFException("it is cut off");
            }
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, from, length);
        }
        return values;
    }

    private WeightsException misfit(String problem) {
        return new WeightsException(
                "The parameters in " + header.source() + " do not fit the network: " + problem + ".");
    }

    private static void checkFinite(String name, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new WeightsException("Parameters of the network are not finite: '" + name + "' holds " + value
                        + ". A network with such values gives no answers. Train again, with a lower learning rate.");
            }
        }
    }
}
