package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.preprocess.Preprocessing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class ImageBatchTest {
    private static final InputShape SHAPE = new InputShape(3, 2, 3);
    private static final int VALUES = 3 * 2 * 3;

    private static RgbImage image(int first) {
        byte[] pixels = new byte[VALUES];
        for (int i = 0; i < VALUES; i++) {
            pixels[i] = (byte) (first + 11 * i);
        }
        return new RgbImage(3, 2, pixels);
    }

    @Test
    void bytesLieImageByImage() {
        byte[] bytes = new ImageBatch(List.of(image(3), image(200)), SHAPE, Preprocessing.TF).bytes();

        assertThat(Arrays.copyOfRange(bytes, 0, VALUES)).isEqualTo(image(3).pixels());
        assertThat(Arrays.copyOfRange(bytes, VALUES, 2 * VALUES))
                .isEqualTo(image(200).pixels());
    }

    /** So an engine that looks bytes up in the tables gets equal values. */
    @ParameterizedTest
    @EnumSource
    void preprocessedIsWhatTheTablesSayInThePlanesThatTheyName(Preprocessing preprocessing) {
        ImageBatch batch = new ImageBatch(List.of(image(3), image(200)), SHAPE, preprocessing);
        byte[] bytes = batch.bytes();

        try (INDArray found = batch.preprocessed()) {
            assertThat(found.shape()).containsExactly(2, 3, 2, 3);
            assertThat(found.closeable()).isTrue();
            for (int i = 0; i < bytes.length; i++) {
                int position = i / 3 % 6;
                float value = preprocessing.table(i % 3)[bytes[i] & 0xFF];
                assertThat(found.getFloat(i / VALUES, preprocessing.plane(i % 3), position / 3, position % 3))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void imagesOfAnotherSizeAndNoneAtAllAreRefused() {
        InputShape turned = new InputShape(3, 3, 2);
        InputShape grey = new InputShape(1, 2, 3);

        assertThatThrownBy(() -> new ImageBatch(List.of(image(0)), turned, Preprocessing.TF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 x 3", "3 x 2");
        assertThatThrownBy(() -> new ImageBatch(List.of(), SHAPE, Preprocessing.TF))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageBatch(List.of(image(0)), grey, Preprocessing.TF))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
