package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reader of the safetensors format: eight bytes of header length (little endian), a JSON header, then the tensors' bytes.
 * Element types F64, F32, F16, BF16, I64 and I32 are read.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class Safetensors implements TensorFile {
    private final ByteBuffer data;
    private final SafetensorsHeader header;

    private Safetensors(String source, ByteBuffer bytes) {
        byte[] field = new byte[Math.min(SafetensorsHeader.LENGTH_FIELD, bytes.remaining())];
        bytes.get(0, field);
        byte[] json = new byte[SafetensorsHeader.length(source, field, bytes.remaining())];
        bytes.get(field.length, json);
        int from = field.length + json.length;
        this.data = bytes.slice(from, bytes.remaining() - from).order(ByteOrder.LITTLE_ENDIAN);
        this.header = SafetensorsHeader.parse(source, json, data.capacity());
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

    @Override
    public Map<String, long[]> tensors() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> shapes.put(name, entry.shape().clone()));
        return Collections.unmodifiableMap(shapes);
    }

    @Override
    public float[] read(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new WeightsException("The weights " + source() + " hold no tensor '" + name + "'.");
        }
        int size = entry.elementSize();
        float[] values = new float[(int) entry.elements()];
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
        return header.source();
    }

    @Override
    public void close() {
        // A mapped file is released when the buffer is collected; Java 17 offers no other way.
    }
}
