package dev.graft.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    private static final int WIDTH = 3;
    private static final int HEIGHT = 2;
    private static final int AREA = WIDTH * HEIGHT;

    private static JsonNode reference() throws IOException {
        try (InputStream stream = PreprocessingTest.class.getResourceAsStream("preprocessing_reference.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }

    private static RgbImage image() throws IOException {
        byte[] pixels = new byte[AREA * 3];
        JsonNode rows = reference().get("pixels");
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) rows.get(i / 3).get(i % 3).asInt();
        }
        return new RgbImage(WIDTH, HEIGHT, pixels);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void valuesEqualKerasToTheLastBit(Preprocessing preprocessing) throws IOException {
        JsonNode expected = reference().get("values").get(preprocessing.id());
        float[] values = new float[3 * AREA];

        preprocessing.write(image(), values, 0);

        for (int pixel = 0; pixel < AREA; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(values[channel * AREA + pixel])
                        .as("pixel %d, channel %d", pixel, channel)
                        .isEqualTo((float) expected.get(pixel).get(channel).asDouble());
            }
        }
    }

    @Test
    void noneLeavesPlanesOfRedGreenAndBlue() {
        RgbImage image = new RgbImage(2, 1, new byte[] {10, 20, 30, (byte) 200, (byte) 210, (byte) 220});
        float[] values = new float[6];

        Preprocessing.NONE.write(image, values, 0);

        assertThat(values).containsExactly(10, 200, 20, 210, 30, 220);
    }

    @Test
    void caffePutsBlueFirst() {
        RgbImage red = new RgbImage(1, 1, new byte[] {(byte) 255, 0, 0});
        float[] values = new float[3];

        Preprocessing.CAFFE.write(red, values, 0);

        assertThat(values).containsExactly(-103.939f, -116.779f, 255 - 123.68f);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheImagesOwnPlaceIsWritten(Preprocessing preprocessing) throws IOException {
        float[] alone = new float[3 * AREA];
        preprocessing.write(image(), alone, 0);
        float[] batch = new float[3 * 3 * AREA];
        java.util.Arrays.fill(batch, 7);

        preprocessing.write(image(), batch, 3 * AREA);

        assertThat(java.util.Arrays.copyOfRange(batch, 3 * AREA, 6 * AREA)).isEqualTo(alone);
        assertThat(java.util.Arrays.copyOfRange(batch, 0, 3 * AREA)).containsOnly(7);
        assertThat(java.util.Arrays.copyOfRange(batch, 6 * AREA, 9 * AREA)).containsOnly(7);
    }

    @ParameterizedTest
    @EnumSource
    void itsIdFindsItInAnyCase(Preprocessing preprocessing) {
        assertThat(Preprocessing.byId(preprocessing.id())).isEqualTo(preprocessing);
        assertThat(Preprocessing.byId(preprocessing.name())).isEqualTo(preprocessing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vgg", "caffe "})
    void anUnknownIdIsRefusedWithThoseThatExist(String id) {
        assertThatThrownBy(() -> Preprocessing.byId(id))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'" + id + "'")
                .hasMessageContaining("caffe, tf, torch, none");
    }
}
