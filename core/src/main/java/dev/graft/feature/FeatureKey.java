package dev.graft.feature;

import dev.graft.engine.Engine;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/**
 * Names all that determines the features of an image besides the image: the prefix's layers and their settings, the
 * values of its parameters, the cut, the preprocessing, the image size, how images are resized, and the engine with its
 * number of threads (rounding differs between them, and features are promised to be exact).
 */
final class FeatureKey {
    /** Raised when decoding or resizing changes its results. */
    private static final String PIXELS = "pixels-1";

    private FeatureKey() {}

    /** SHA-256, lower-case hexadecimal. */
    static String of(TransferModel model, FrozenPrefix prefix, Engine engine) {
        MessageDigest digest = sha256();
        text(digest, PIXELS);
        text(digest, model.description().preprocessing().id());
        text(digest, model.description().inputShape().toString());
        text(digest, engine.describe());
        text(digest, prefix.cut().toString());
        ComputationGraph graph = model.graph();
        for (String name : prefix.vertices()) {
            text(digest, name);
            GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
            if (vertex != null) {
                text(
                        digest,
                        graph.getConfiguration().getVertexInputs().get(name).toString());
                text(digest, settings(vertex));
                parameters(digest, graph, name);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Without what has no say in inference: seeds and dropout. Trainings that differ in their seed share features. */
    private static String settings(GraphVertex vertex) {
        GraphVertex copy = vertex.clone();
        if (copy instanceof LayerVertex layer) {
            layer.getLayerConf().setSeed(0);
            layer.getLayerConf().getLayer().setIDropout(null);
        }
        try {
            return NeuralNetConfiguration.mapper().writeValueAsString(copy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DL4J cannot write the configuration of " + vertex, e);
        }
    }

    private static void parameters(MessageDigest digest, ComputationGraph graph, String name) {
        Layer layer = graph.getLayer(name);
        if (layer == null || layer.numParams() == 0) {
            return;
        }
        for (INDArray value : layer.paramTable().values()) {
            float[] values = value.dup('c').data().asFloat();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes.array());
        }
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
