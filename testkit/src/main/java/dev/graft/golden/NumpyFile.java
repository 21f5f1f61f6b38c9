package dev.graft.golden;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single-precision array as NumPy saves it ({@code .npy} version 1, C order).
 *
 * @param shape sizes
 * @param values row-major
 */
public record NumpyFile(long[] shape, float[] values) {
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

    /**
     * Reads a file.
     *
     * @throws GraftException if it is no such array
     */
    public static NumpyFile read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = bytes.getShort(8) & 0xFFFF;
            String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
            Matcher matcher = SHAPE.matcher(header);
            if (!header.contains("'<f4'") || header.contains("'fortran_order': True") || !matcher.find()) {
                throw new GraftException(file + " is no float32 array in C order: " + header.trim());
            }
            long[] shape = Arrays.stream(matcher.group(1).split(","))
                    .map(String::trim)
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            bytes.position(10 + headerLength);
            float[] values = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(values);
            return new NumpyFile(shape, values);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new GraftException(file + " cannot be read as a NumPy array: " + e.getMessage(), e);
        }
    }
}
