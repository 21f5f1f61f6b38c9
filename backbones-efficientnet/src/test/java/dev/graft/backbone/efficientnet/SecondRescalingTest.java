package dev.graft.backbone.efficientnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.golden.NumpyFile;
import dev.graft.head.DenseHead;
import dev.graft.model.TransferModel;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightsAdjustment;
import dev.graft.weights.WeightsDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * With ImageNet's weights Keras builds one layer more; the features agree nevertheless. Recorded by {@code
 * make_imagenet_features.py}, which says how. There, in Keras alone, the folded variance was 2.5e-6 of the features'
 * standard deviation away and the plain one 1.1.
 */
class SecondRescalingTest {
    private static final int SIZE = 32;
    private static final double TOLERANCE = 1e-4;

    @Test
    void featuresEqualThoseOfKerasWithOneLayerMore() throws IOException {
        float[] expected = NumpyFile.read(Path.of("src/test/resources/imagenet_features.npy"))
                .values();

        assertThat(error(features(published("imagenet").adjustment()), expected))
                .isLessThan(TOLERANCE);
        assertThat(error(features(Optional.empty()), expected)).isGreaterThan(0.5);
    }

    @Test
    void everyMemberOfTheFamilyNeedsIt() {
        for (int member = 0; member <= 7; member++) {
            WeightsDescriptor weights =
                    PublishedWeights.of("efficientnet-b" + member).get(0);
            assertThat(weights.id()).isEqualTo("imagenet");
            assertThat(weights.adjustment()).contains(new SecondRescaling());
        }
        assertThat(published("ifs1000").adjustment()).isEmpty();
    }

    private static WeightsDescriptor published(String id) {
        return new EfficientNetB0()
                .spec().weights().stream()
                        .filter(weights -> weights.id().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    /** Of the weights in the jar, as if an adjustment belonged to them. */
    private static float[] features(Optional<WeightsAdjustment> adjustment) {
        WeightsDescriptor jar = published("ifs1000");
        WeightsDescriptor weights = new WeightsDescriptor(
                jar.id(),
                jar.description(),
                jar.location(),
                jar.bytes(),
                jar.checksum(),
                jar.licence(),
                jar.preprocessing(),
                adjustment);
        TransferModel model = TransferModel.on(new EfficientNetB0())
                .size(SIZE)
                .classes(List.of("a", "b"))
                .head(DenseHead.averagePooling())
                .weights(BackboneWeights.bundled(weights))
                .build();
        try (InferenceSession session =
                new Dl4jEngine(EngineOptions.defaults()).inference(model.graph(), List.of(model.featureLayer()))) {
            return session.run(image())[0].dup('c').data().asFloat();
        }
    }

    private static INDArray image() {
        INDArray image = Nd4j.zeros(1, 3, SIZE, SIZE);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    image.putScalar(new int[] {0, c, y, x}, (31 * x + 17 * y + 101 * c) % 256);
                }
            }
        }
        return image;
    }

    private static double error(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double sum = 0;
        double squares = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += expected[i];
            squares += expected[i] * (double) expected[i];
            worst = Math.max(worst, Math.abs(found[i] - expected[i]));
        }
        double mean = sum / expected.length;
        return worst / Math.sqrt(squares / expected.length - mean * mean);
    }
}
