package dev.graft.backbone.efficientnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.golden.NumpyFile;
import dev.graft.head.DenseHead;
import dev.graft.image.RgbImage;
import dev.graft.model.TransferModel;
import dev.graft.weights.BackboneWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights in the jar give the features that real Keras computes from the single-precision original.
 *
 * <p>Large kernels travel in half precision, whose rounding error is 2^-11 relative; 1 % of the features' standard deviation is
 * allowed for what 237 layers make of it. The pixels are NumPy's {@code default_rng(0).integers(0, 256, (2, 224, 224,
 * 3))}.
 */
class BundledWeightsTest {
    private static final int SIZE = 224;
    private static final double TOLERANCE = 1e-2;

    @Test
    void featuresEqualKerasOnTheOriginal() throws IOException {
        EfficientNetB0 backbone = new EfficientNetB0();
        TransferModel model = TransferModel.on(backbone)
                .size(SIZE)
                .classes(List.of("a", "b"))
                .head(DenseHead.averagePooling())
                .weights(
                        BackboneWeights.bundled(backbone.spec().bundledWeights().orElseThrow()))
                .build();
        float[] found;
        try (InferenceSession session =
                new Dl4jEngine(EngineOptions.defaults()).inference(model.graph(), List.of("head_gap"))) {
            found = session.run(images(backbone))[0].dup('c').data().asFloat();
        }
        float[] expected = NumpyFile.read(Path.of("src/test/resources/efficientnet_b0_ifs1000_check.npy"))
                .values();
        double error = relativeError(found, expected);
        System.out.printf("bundled weights: error %.2e of the features' deviation (allowed %.0e)%n", error, TOLERANCE);
        assertThat(error).isLessThan(TOLERANCE);
    }

    private static INDArray images(EfficientNetB0 backbone) throws IOException {
        byte[] pixels = Files.readAllBytes(Path.of("src/test/resources/efficientnet_b0_ifs1000_check_pixels.bin"));
        int perImage = SIZE * SIZE * 3;
        float[] values = new float[2 * perImage];
        for (int n = 0; n < 2; n++) {
            byte[] image = Arrays.copyOfRange(pixels, n * perImage, (n + 1) * perImage);
            backbone.spec().preprocessing().write(new RgbImage(SIZE, SIZE, image), values, n * perImage);
        }
        return Nd4j.createFromArray(values).reshape(2, 3, SIZE, SIZE);
    }

    private static double relativeError(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double mean = 0;
        for (float value : expected) {
            mean += value / (double) expected.length;
        }
        double squares = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += (expected[i] - mean) * (expected[i] - mean);
            worst = Math.max(worst, Math.abs(found[i] - expected[i]));
        }
        return worst / Math.sqrt(squares / expected.length);
    }
}
