package dev.graft.feature;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.engine.Engine;
import dev.graft.error.Lookup;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.graph.NetworkLayer;
import dev.graft.io.BoundedJson;
import dev.graft.model.ModelDescription;
import dev.graft.model.TransferModel;
import dev.graft.provenance.GraftVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Names feature maps by all that determines them besides the image: the layers at and below and their settings, the values
 * of their parameters, the preprocessing, the image size, how images are resized, the engine that
 * computes with its number of threads, and Graft's version (rounding differs between them, and features are promised to
 * be exact). Equal keys mean equal features, whatever model they come from.
 */
final class FeatureKeys {
    /** Raised when decoding or resizing changes its results. */
    static final String PIXELS = "pixels-1";

    private static final ObjectMapper MAPPER = BoundedJson.mapper().build();

    /** SHA-256, lower-case hexadecimal, by vertex. */
    private final Map<String, String> keys;

    private FeatureKeys(Map<String, String> keys) {
        this.keys = keys;
    }

    /** Of all feature maps that some frozen layers give, with the parameters of now. */
    static FeatureKeys of(TransferModel model, Collection<FrozenPrefix> prefixes, Engine engine) {
        Set<String> frozen = new HashSet<>();
        prefixes.forEach(prefix -> frozen.addAll(prefix.vertices()));
        ModelDescription description = model.description();
        Map<String, String> keys = new HashMap<>();
        // In order, so what a layer needs comes before it.
        Stream.concat(description.backboneLayers().stream(), description.headLayers().stream())
                .forEach(layer -> {
                    if (layer instanceof NetworkLayer.Input) {
                        keys.put(layer.name(), input(model, engine));
                    } else if (frozen.contains(layer.name())) {
                        keys.put(layer.name(), layer(model.graph(), layer, keys));
                    }
                });
        return new FeatureKeys(keys);
    }

    /** Of one feature map. */
    String vertex(String name) {
        return Lookup.in(keys, name, "feature map");
    }

    /** Of all feature maps of a cut together. */
    String cut(FrozenPrefix prefix) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        prefix.cut().forEach(name -> text(digest, vertex(name)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String input(TransferModel model, Engine engine) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        text(digest, PIXELS);
        text(digest, GraftVersion.text());
        text(digest, model.description().preprocessing().id());
        text(digest, model.description().inputShape().toString());
        text(digest, engine.describe());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String layer(ComputationGraph graph, NetworkLayer layer, Map<String, String> below) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        layer.inputs().forEach(input -> text(digest, Lookup.in(below, input, "feature map")));
        text(digest, settings(layer));
        parameters(digest, graph, layer.name());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Without what has no say in inference, or is said by the keys of the layers below. */
    private static String settings(NetworkLayer layer) {
        if (layer instanceof NetworkLayer.Dropout) {
            return "identity";
        }
        ObjectNode settings = MAPPER.valueToTree(layer);
        return settings.remove(List.of("name", "from", "gate")).toString();
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
}
