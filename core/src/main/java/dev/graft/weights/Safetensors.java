package dev.graft.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reader of the safetensors format: eight bytes of header length (little endian), a JSON header, then the tensors' bytes.
 * Element types F64, F32, F16, BF16, I64 and I32 are read.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class Safetensors implements TensorFile {
    private static final long LARGEST_HEADER = 100_000_000;

    private final String source;
    private final ByteBuffer data;
    private final Map<String, Entry> entries;

    private record Entry(String type, long[] shape, long begin, long end) {}

    private Safetensors(String source, ByteBuffer bytes) {
        this.source = source;
        ByteBuffer all = bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (all.remaining() < 8) {
            throw damaged("it has " + all.remaining() + " bytes, fewer than its header's length field");
        }
        long headerLength = all.getLong(0);
        if (headerLength < 2 || headerLength > LARGEST_HEADER || headerLength > all.remaining() - 8) {
            throw damaged("its header claims " + headerLength + " bytes of " + all.remaining());
        }
        byte[] header = new byte[(int) headerLength];
        all.get(8, header);
        this.data = all.slice(8 + header.length, all.remaining() - 8 - header.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        this.entries = parse(new String(header, StandardCharsets.UTF_8));
    }

    /**
     * Maps a file into memory; tensors are read from there when asked for.
     *
     * @throws WeightsException if the file is damaged, larger than 2 GiB, or cannot be read
     */
    public static Safetensors open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new WeightsException("The weights file " + file + " has " + channel.size()
                        + " bytes, expected at most 2 GiB, which no published backbone needs. Take a file of this"
                        + " backbone alone, or split it.");
            }
            return new Safetensors(file.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (NoSuchFileException e) {
            throw new WeightsException("There is no weights file " + file + ". Check the path.", e);
        } catch (IOException e) {
            throw new WeightsException(
                    "The weights file " + file + " cannot be read: " + e.getMessage() + ". Check that it may be read.",
                    e);
        }
    }

    /**
     * Reads a whole stream; the caller closes it.
     *
     * @param source where it came from, for messages
     * @throws WeightsException if the content is damaged or cannot be read
     */
    public static Safetensors read(String source, InputStream stream) {
        try {
            return new Safetensors(source, ByteBuffer.wrap(stream.readAllBytes()));
        } catch (IOException e) {
            throw new WeightsException("The weights " + source + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Entry> parse(String header) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(header);
        } catch (IOException e) {
            throw damaged("its header is no JSON ("
                    + e.getMessage().lines().findFirst().orElse("") + ")");
        }
        if (!root.isObject()) {
            throw damaged("its header is no JSON object");
        }
        Map<String, Entry> parsed = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> it = root.properties().iterator(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> field = it.next();
            if (!field.getKey().equals("__metadata__")) {
                parsed.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        }
        return parsed;
    }

    private Entry entry(String name, JsonNode node) {
        String type = node.path("dtype").asText();
        long[] shape = new long[node.path("shape").size()];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").get(i).asLong();
            // Sizes whose product overflows, or is positive though two are negative, must not look right.
            if (shape[i] < 0 || (shape[i] > 0 && count > Long.MAX_VALUE / 8 / shape[i])) {
                throw damaged("tensor '" + name + "' has the shape " + node.path("shape"));
            }
            count *= shape[i];
        }
        long begin = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end < begin || end > data.capacity()) {
            throw damaged("tensor '" + name + "' lies at bytes " + begin + " to " + end + " of " + data.capacity()
                    + "; the file is cut off");
        }
        if (end - begin != count * elementSize(name, type)) {
            throw damaged("tensor '" + name + "' of shape " + Arrays.toString(shape) + " and type " + type + " has "
                    + (end - begin) + " bytes");
        }
        return new Entry(type, shape, begin, end);
    }

    private int elementSize(String name, String type) {
        return switch (type) {
            case "F64", "I64" -> 8;
            case "F32", "I32" -> 4;
            case "F16", "BF16" -> 2;
            default ->
                throw damaged("tensor '" + name + "' has the element type '" + type
                        + "'; F64, F32, F16, BF16, I64 and I32 are understood");
        };
    }

    private WeightsException damaged(String what) {
        return new WeightsException("The weights " + source + " are damaged: " + what + ". Get the file again.");
    }

    @Override
    public Map<String, long[]> tensors() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        entries.forEach((name, entry) -> shapes.put(name, entry.shape().clone()));
        return Collections.unmodifiableMap(shapes);
    }

    @Override
    public float[] read(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new WeightsException("The weights " + source + " hold no tensor '" + name + "'.");
        }
        int size = elementSize(name, entry.type());
        float[] values = new float[(int) ((entry.end() - entry.begin()) / size)];
        int at = (int) entry.begin();
        for (int i = 0; i < values.length; i++, at += size) {
            values[i] = switch (entry.type()) {
                case "F64" -> (float) data.getDouble(at);
                case "F32" -> data.getFloat(at);
                case "F16" -> halfToFloat(data.getShort(at));
                case "BF16" -> Float.intBitsToFloat(data.getShort(at) << 16);
                case "I64" -> data.getLong(at);
                default -> data.getInt(at);
            };
        }
        return values;
    }

    /** IEEE 754 binary16; Java has a built-in conversion only from release 20 on. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int mantissa = half & 0x3FF;
        if (exponent == 0) {
            float subnormal = mantissa * 0x1.0p-24f;
            return sign == 0 ? subnormal : -subnormal;
        }
        int bits = exponent == 0x1F ? 0x7F800000 : (exponent + 112) << 23;
        return Float.intBitsToFloat(sign | bits | mantissa << 13);
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public void close() {
        // A mapped file is released when the buffer is collected; Java 17 offers no other way.
    }
}
