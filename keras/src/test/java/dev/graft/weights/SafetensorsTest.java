package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static byte[] file(String header, int dataBytes, java.util.function.Consumer<ByteBuffer> data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        data.accept(bytes);
        return bytes.array();
    }

    private static String tensor(String name, String type, String shape, int begin, int end) {
        return String.format(
                Locale.ROOT,
                "\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": [%d, %d]}",
                name,
                type,
                shape,
                begin,
                end);
    }

    private static Safetensors read(byte[] bytes) {
        return Safetensors.read("test", new ByteArrayInputStream(bytes));
    }

    /** One tensor {@code x} of two elements. */
    private static float[] two(String type, int elementBytes, java.util.function.Consumer<ByteBuffer> data) {
        int bytes = 2 * elementBytes;
        try (Safetensors file = read(file("{" + tensor("x", type, "[2]", 0, bytes) + "}", bytes, data))) {
            return file.read("x");
        }
    }

    @Test
    void everyElementTypeIsConverted() {
        assertThat(two("F64", 8, b -> b.putDouble(0.1).putDouble(-3))).containsExactly(0.1f, -3);
        assertThat(two("F32", 4, b -> b.putFloat(0.1f).putFloat(-3))).containsExactly(0.1f, -3);
        assertThat(two("F16", 2, b -> b.putShort((short) 0x3C00).putShort((short) 0xC200)))
                .containsExactly(1, -3);
        assertThat(two("BF16", 2, b -> b.putShort((short) 0x3F80).putShort((short) 0xC040)))
                .containsExactly(1, -3);
        assertThat(two("I64", 8, b -> b.putLong(5).putLong(-7))).containsExactly(5, -7);
        assertThat(two("I32", 4, b -> b.putInt(5).putInt(-7))).containsExactly(5, -7);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x0p0",
        "0x0001, 0x1p-24",
        "0x03FF, 0x3FFp-24",
        "0x8001, -0x1p-24",
        "0x0400, 0x1p-14",
        "0x3555, 0x1.554p-2",
        "0x7BFF, 65504",
        "0xFBFF, -65504",
        "0x7C00, Infinity",
        "0xFC00, -Infinity",
        "0x7E00, NaN"
    })
    void halvesAreExact(String bits, Float expected) {
        assertThat(Safetensors.halfToFloat((short) (int) Integer.decode(bits))).isEqualTo(expected);
    }

    @Test
    void aNegativeZeroStaysNegative() {
        assertThat(Float.floatToRawIntBits(Safetensors.halfToFloat((short) 0x8000)))
                .isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @Test
    void everyFiniteHalfConvertsToWhatItMeans() {
        for (int bits = 0; bits < 0x7C00; bits++) {
            int exponent = bits >> 10;
            int mantissa = bits & 0x3FF;
            double expected =
                    exponent == 0 ? mantissa * Math.pow(2, -24) : (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);
            assertThat(Safetensors.halfToFloat((short) bits)).isEqualTo((float) expected);
            assertThat(Safetensors.halfToFloat((short) (bits | 0x8000))).isEqualTo((float) -expected);
        }
    }

    private static byte[] twoTensors() {
        String header = "{\"__metadata__\": {\"format\": \"np\"}, " + tensor("b", "F32", "[2, 1]", 4, 12) + ", "
                + tensor("a", "F32", "[]", 0, 4) + "}";
        return file(header, 12, b -> b.putFloat(1).putFloat(2).putFloat(3));
    }

    @Test
    void tensorsKeepNameShapeAndTheFilesOrder() {
        try (Safetensors file = read(twoTensors())) {
            assertThat(file.tensors().keySet()).containsExactly("b", "a");
            assertThat(file.tensors().get("b")).containsExactly(2, 1);
            assertThat(file.tensors().get("a")).isEmpty();
            assertThat(file.read("a")).containsExactly(1);
            assertThat(file.read("b")).containsExactly(2, 3);
            assertThat(file.source()).isEqualTo("test");
        }
    }

    @Test
    void aMappedFileHoldsTheSame(@TempDir Path directory) throws IOException {
        Path path = Files.write(directory.resolve("w.safetensors"), twoTensors());
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.read("b")).containsExactly(2, 3);
            assertThat(file.source()).isEqualTo(path.toString());
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        try (Safetensors file = read(twoTensors())) {
            assertThatThrownBy(() -> file.read("c"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("'c'");
        }
    }

    @Test
    void aFileThatCannotBeReadIsNamed(@TempDir Path directory) {
        Path path = directory.resolve("none.safetensors");
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(path.toString());
    }

    @Test
    void aFileCutOffAnywhereIsDamaged() {
        byte[] whole = twoTensors();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 1L << 32})
    void aHeaderLengthThatCannotBeIsDamaged(long length) {
        byte[] bytes = twoTensors();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"x\"",
                "[1, 2]",
                "  ",
                "{\"x\": 5}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 0]}}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [-4, 0]}}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 12]}}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [1]}}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [-1, -2], \"data_offsets\": [0, 8]}}",
                "{\"x\": {\"dtype\": \"F32\", \"shape\": [4294967296, 4294967296], \"data_offsets\": [0, 0]}}",
                "{\"x\": {\"dtype\": \"F8_E4M3\", \"shape\": [8], \"data_offsets\": [0, 8]}}",
                "{\"x\": {\"shape\": [8], \"data_offsets\": [0, 8]}}"
            })
    void aHeaderThatLiesIsDamaged(String header) {
        byte[] bytes = file(header, 8, b -> b.putLong(0));

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("test")
                .hasMessageContaining("damaged");
    }

    @Test
    void aFileBeyondTwoGibibytesIsRefusedInWords(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.safetensors");
        // Sparse: it takes no space.
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength((1L << 31) + 8);
        }

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("2 GiB");
    }
}
