package dev.graft.weights;

import dev.graft.preprocess.Preprocessing;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** Contents and descriptors of weights for tests. */
public final class TestWeights {
    private TestWeights() {}

    /** Bytes that are no weights, different for each seed. */
    public static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A safetensors file. */
    public static byte[] safetensors(TensorFile tensors) {
        StringJoiner header = new StringJoiner(", ", "{", "}");
        int at = 0;
        for (Map.Entry<String, long[]> tensor : tensors.tensors().entrySet()) {
            int end = at + 4 * tensors.read(tensor.getKey()).length;
            header.add(String.format(
                    Locale.ROOT,
                    "\"%s\": {\"dtype\": \"F32\", \"shape\": %s, \"data_offsets\": [%d, %d]}",
                    tensor.getKey(),
                    Arrays.toString(tensor.getValue()),
                    at,
                    end));
            at = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + at).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (String name : tensors.tensors().keySet()) {
            for (float value : tensors.read(name)) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    /** Weights called {@code photos} with this content. */
    public static WeightsDescriptor descriptor(URI address, byte[] content) {
        return descriptor(address, content.length, sha256(content));
    }

    public static WeightsDescriptor descriptor(URI address, long bytes, Checksum checksum) {
        return new WeightsDescriptor(
                "photos",
                "for tests",
                new WeightsLocation.Published(address),
                bytes,
                checksum,
                "none",
                Preprocessing.NONE);
    }

    public static Checksum sha256(byte[] content) {
        MessageDigest digest = Checksum.Algorithm.SHA256.digest();
        digest.update(content);
        return Checksum.of(Checksum.Algorithm.SHA256, digest);
    }
}
