package dev.graft.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters of some layers of a graph in binary, floats as they are, running statistics included.
 *
 * @param graph the whole network
 */
record LayerParameters(ComputationGraph graph) {
    /** Writes those of some layers. */
    void write(List<String> names, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        for (String name : names) {
            Layer layer = graph.getLayer(name);
            if (layer != null && layer.numParams() > 0) {
                for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
                    out.writeUTF(name);
                    out.writeUTF(parameter.getKey());
                    write(parameter.getValue(), out);
                }
            }
        }
        out.writeUTF("");
        out.flush();
    }

    private static void write(INDArray parameter, DataOutputStream out) throws IOException {
        out.writeInt(Math.toIntExact(parameter.length()));
        out.write(bytes(parameter));
    }

    /** The values in row-major order, each with its highest byte first. */
    static byte[] bytes(INDArray parameter) {
        try (INDArray copy = parameter.dup('c')) {
            float[] values = copy.data().asFloat();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            return bytes.array();
        }
    }

    /**
     * Reads them back.
     *
     * @throws IOException also if they do not fit the graph
     */
    void read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        for (String name = in.readUTF(); !name.isEmpty(); name = in.readUTF()) {
            String key = in.readUTF();
            Layer layer = graph.getLayer(name);
            INDArray parameter = layer == null ? null : layer.getParam(key);
            int length = in.readInt();
            if (parameter == null || parameter.length() != length) {
                throw new IOException("it holds a parameter " + name + "/" + key + " of " + length
                        + " values that the model does not have");
            }
            byte[] bytes = new byte[length * Float.BYTES];
            in.readFully(bytes);
            float[] values = new float[length];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
            try (INDArray copy = Nd4j.create(values, parameter.shape(), 'c')) {
                parameter.assign(copy);
            }
        }
    }
}
