package dev.graft.backbone.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.image.ImageDecoder;
import dev.graft.image.RgbImage;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A greyscale picture enters a network as three equal channels, as if it had been stored in colour. */
class GreyscaleTest {
    private static final int SIZE = 40;
    private static final int AREA = SIZE * SIZE;

    private static RgbImage decoded(int type) throws IOException {
        BufferedImage grey = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage colour = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int i = 0; i < AREA; i++) {
            int value = random.nextInt(256);
            grey.getRaster().setSample(i % SIZE, i / SIZE, 0, value);
            colour.setRGB(i % SIZE, i / SIZE, value << 16 | value << 8 | value);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(type == BufferedImage.TYPE_BYTE_GRAY ? grey : colour, "png", bytes);
        return new ImageDecoder().decode(bytes.toByteArray(), SIZE, SIZE);
    }

    private static float[] preprocessed(Preprocessing preprocessing, RgbImage image) {
        float[] values = new float[3 * AREA];
        preprocessing.write(image, values, 0);
        return values;
    }

    @ParameterizedTest
    @EnumSource(Preprocessing.class)
    void greyValuesArePreprocessedLikeEqualColours(Preprocessing preprocessing) throws IOException {
        float[] grey = preprocessed(preprocessing, decoded(BufferedImage.TYPE_BYTE_GRAY));

        assertThat(grey).isEqualTo(preprocessed(preprocessing, decoded(BufferedImage.TYPE_INT_RGB)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Preprocessing.class,
            names = {"TF", "NONE"})
    void thePlanesAreEqualWhereAllChannelsAreTreatedAlike(Preprocessing preprocessing) throws IOException {
        float[] grey = preprocessed(preprocessing, decoded(BufferedImage.TYPE_BYTE_GRAY));

        assertThat(Arrays.copyOfRange(grey, AREA, 2 * AREA)).isEqualTo(Arrays.copyOf(grey, AREA));
        assertThat(Arrays.copyOfRange(grey, 2 * AREA, 3 * AREA)).isEqualTo(Arrays.copyOf(grey, AREA));
    }

    @Test
    void theNetworkSeesTheSame() throws IOException {
        Backbone backbone = new SimpleCnn();
        TransferModel model =
                TransferModel.on(backbone).size(SIZE).classes(List.of("a", "b")).build();
        Preprocessing preprocessing = backbone.spec().preprocessing();
        INDArray images = Nd4j.concat(
                0,
                batch(preprocessed(preprocessing, decoded(BufferedImage.TYPE_BYTE_GRAY))),
                batch(preprocessed(preprocessing, decoded(BufferedImage.TYPE_INT_RGB))));
        try (InferenceSession session =
                new Dl4jEngine(EngineOptions.defaults()).inference(model.graph(), List.of(model.featureLayer()))) {
            INDArray features = session.run(images)[0];

            assertThat(features.slice(0)).isEqualTo(features.slice(1));
            assertThat(features.amaxNumber().floatValue()).isPositive();
        }
    }

    private static INDArray batch(float[] values) {
        return Nd4j.createFromArray(values).reshape(1, 3, SIZE, SIZE);
    }
}
