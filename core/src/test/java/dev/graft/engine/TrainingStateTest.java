package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
    private static final TrainingState STATE = state();

    private static TrainingState state() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        float[] large = new float[40_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = Float.intBitsToFloat(i * 0x9E3779B1);
        }
        arrays.put("parameters", large);
        arrays.put("nothing", new float[0]);
        arrays.put("special", new float[] {-0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE});
        return new TrainingState("dl4j", "a rule, käse", 7, 1e-3, arrays);
    }

    private static TrainingState read(byte[] bytes) throws IOException {
        return TrainingState.readFrom(new ByteArrayInputStream(bytes));
    }

    @Test
    void everyBitSurvives() throws IOException {
        TrainingState read = read(STATE.toBytes());

        assertThat(read.engine()).isEqualTo("dl4j");
        assertThat(read.rule()).isEqualTo("a rule, käse");
        assertThat(read.steps()).isEqualTo(7);
        assertThat(read.learningRate()).isEqualTo(1e-3);
        assertThat(read.names()).containsExactly("parameters", "nothing", "special");
        assertThat(read.length("special")).isEqualTo(4);
        assertThat(read.length("else")).isEqualTo(-1);
        float[] two = new float[3];
        read.read("special", 2, two, 2);
        assertThat(two).containsExactly(Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 0);
        assertThat(read.toBytes()).isEqualTo(STATE.toBytes());
    }

    @Test
    void itTakesFourBytesAValue() {
        assertThat(STATE.toBytes()).hasSizeBetween(160_000, 160_200);
    }

    @Test
    void readingStopsAtItsEnd() throws IOException {
        byte[] bytes = STATE.toBytes();
        ByteArrayInputStream stream = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 3));

        TrainingState.readFrom(stream);

        assertThat(stream.available()).isEqualTo(3);
    }

    @Test
    void aStateCutOffAnywhereIsRefused() {
        byte[] bytes = STATE.toBytes();
        for (int length = 0; length < bytes.length; length += length < 120 || length > bytes.length - 40 ? 1 : 4999) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(part))
                    .as("%d bytes", length)
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void aStateDamagedAnywhereIsRefused() {
        byte[] bytes = STATE.toBytes();
        for (int at = 0; at < bytes.length; at += at < 120 || at > bytes.length - 60 ? 1 : 4999) {
            for (int bit : new int[] {0, 7}) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> read(damaged))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(GraftException.class)
                        .hasMessageMatching(".*(damaged|cut off|no training state|has format).*");
            }
        }
    }

    @Test
    void aNewerFormatIsNamed() {
        byte[] bytes = STATE.toBytes();
        bytes[7] = 9;

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(GraftException.class).hasMessageContaining("format 9");
    }
}
