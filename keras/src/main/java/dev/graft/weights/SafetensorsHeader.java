package dev.graft.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header of a safetensors file: what tensors there are and where they lie.
 *
 * @param source where it came from, for messages
 * @param entries by name, in the header's order
 */
record SafetensorsHeader(String source, Map<String, Entry> entries) {
    /** Bytes that hold the header's length, little endian. */
    static final int LENGTH_FIELD = Long.BYTES;

    private static final long LARGEST = 100_000_000;
    private static final int ALIGNMENT = 8;

    /**
     * One tensor.
     *
     * @param type of the elements, as the format spells it
     * @param begin first byte, counted from the header's end
     * @param end byte after the last
     */
    record Entry(String type, long[] shape, long begin, long end) {
        int elementSize() {
            return switch (type) {
                case "F64", "I64" -> 8;
                case "F32", "I32" -> 4;
                case "F16", "BF16" -> 2;
                default -> 0;
            };
        }

        long elements() {
            return (end - begin) / elementSize();
        }
    }

    /**
     * Reads the header's length.
     *
     * @param field the first bytes of the file
     * @param fileLength in bytes
     * @throws WeightsException if no header of that length fits the file
     */
    static int length(String source, byte[] field, long fileLength) {
        if (field.length < LENGTH_FIELD) {
            throw damaged(source, "it has " + field.length + " bytes, fewer than its header's length field");
        }
        long length = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > LARGEST || length > fileLength - LENGTH_FIELD) {
            throw damaged(source, "its header claims " + length + " bytes of " + fileLength);
        }
        return (int) length;
    }

    /**
     * Reads the header itself.
     *
     * @param dataLength bytes behind it
     * @throws WeightsException if it is none, or says of a tensor what cannot be
     */
    static SafetensorsHeader parse(String source, byte[] json, long dataLength) {
        JsonNode root;
        try {
            root = BoundedJson.mapper().build().readTree(new String(json, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw damaged(
                    source,
                    "its header is no JSON ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
        }
        if (!root.isObject()) {
            throw damaged(source, "its header is no JSON object");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(source, field.getKey(), field.getValue(), dataLength));
            }
        }
        return new SafetensorsHeader(source, entries);
    }

    private static Entry entry(String source, String name, JsonNode node, long dataLength) {
        String type = node.path("dtype").asText();
        long[] shape = new long[node.path("shape").size()];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").get(i).asLong(-1);
            // Sizes whose product overflows, or is positive though two are negative, must not look right.
            if (shape[i] < 0 || (shape[i] > 0 && count > Long.MAX_VALUE / 8 / shape[i])) {
                throw damaged(source, "tensor '" + name + "' has the shape " + node.path("shape"));
            }
            count *= shape[i];
        }
        long begin = node.path("data_offsets").path(0).asLong(-1);
        long end = node.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end < begin || end > dataLength) {
            throw damaged(
                    source,
                    "tensor '" + name + "' lies at bytes " + begin + " to " + end + " of " + dataLength
                            + "; the file is cut off");
        }
        Entry entry = new Entry(type, shape, begin, end);
        if (entry.elementSize() == 0) {
            throw damaged(
                    source,
                    "tensor '" + name + "' has the element type '" + type
                            + "'; F64, F32, F16, BF16, I64 and I32 are understood");
        }
        if (end - begin != count * entry.elementSize()) {
            throw damaged(
                    source,
                    "tensor '" + name + "' of shape " + Arrays.toString(shape) + " and type " + type + " has "
                            + (end - begin) + " bytes");
        }
        return entry;
    }

    static WeightsException damaged(String source, String what) {
        return new WeightsException("The weights " + source + " are damaged: " + what + ". Get the file again.");
    }

    /**
     * Writes the header of tensors in single precision that lie one after another in the order given.
     *
     * @param shapes by name
     * @param metadata what else to write down
     */
    static void write(OutputStream out, Map<String, long[]> shapes, Map<String, String> metadata) throws IOException {
        ObjectMapper mapper = BoundedJson.mapper().build();
        ObjectNode json = mapper.createObjectNode();
        ObjectNode notes = json.putObject("__metadata__");
        metadata.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> notes.put(entry.getKey(), entry.getValue()));
        long begin = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long end = begin + Float.BYTES * Arrays.stream(tensor.getValue()).reduce(1, (a, b) -> a * b);
            ObjectNode entry = json.putObject(tensor.getKey()).put("dtype", "F32");
            entry.set("shape", mapper.valueToTree(tensor.getValue()));
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        byte[] header = mapper.writeValueAsBytes(json);
        // The format's authors recommend data that begin at a multiple of eight; spaces may follow the header.
        int padding = (ALIGNMENT - header.length % ALIGNMENT) % ALIGNMENT;
        ByteBuffer length = ByteBuffer.allocate(LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length + padding).array());
        out.write(header);
        out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    }
}
