package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.backbone.Backbone;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.explain.Explanation;
import dev.graft.explain.GradCam;
import dev.graft.head.DenseHead;
import dev.graft.head.HeadOutput;
import dev.graft.image.RgbImage;
import dev.graft.io.BoundedJson;
import dev.graft.model.TransferModel;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.KerasWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Grad-CAM against real Keras's on the same weights and images, in {@code src/test/resources/golden/<model>/gradcam.json};
 * {@code gradcam.py} of graft-core's tests wrote it. Every position may be off by {@value #TOLERANCE} of the hottest one
 * and, where single precision is not enough for Keras itself to do better, by {@value #NOISE_FACTOR} times what its result
 * in single precision lies beside its result in double precision.
 */
public abstract class KerasGradCamTest {
    private static final double TOLERANCE = 1e-4;
    private static final double NOISE_FACTOR = 4;

    private final Path folder;
    private final Backbone backbone;
    private final Map<HeadOutput, TransferModel> models = new EnumMap<>(HeadOutput.class);

    protected KerasGradCamTest(String model, Backbone backbone) {
        this.folder = Path.of("src/test/resources/golden", model);
        this.backbone = backbone;
    }

    @TestFactory
    Stream<DynamicTest> equalsKeras() throws IOException {
        JsonNode root = BoundedJson.mapper()
                .build()
                .readTree(folder.resolve("gradcam.json").toFile());
        assertThat(root.get("cases")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(root.get("cases")).anyMatch(each -> hottest(each.get("heat")) > 0);
        int size = root.get("size").intValue();
        return StreamSupport.stream(root.get("cases").spliterator(), false)
                .map(each -> DynamicTest.dynamicTest(
                        each.get("layer").asText() + ", " + each.get("output").asText() + ", class "
                                + each.get("class").asText(),
                        () -> compare(each, size)));
    }

    private void compare(JsonNode expected, int size) {
        Engine engine = new Dl4jEngine(EngineOptions.defaults());
        TransferModel model = models.computeIfAbsent(
                HeadOutput.valueOf(expected.get("output").asText().toUpperCase(Locale.ROOT)),
                output -> model(output, size));
        int images = expected.get("shape").get(0).intValue();
        try (GradCam gradCam = new GradCam(model, engine, expected.get("layer").asText())) {
            List<Explanation> found =
                    gradCam.explain(images(images, size), expected.get("class").intValue());
            int at = 0;
            // Where nothing speaks for the class, nothing may here.
            double hottest = hottest(expected.get("heat")) > 0 ? hottest(expected.get("heat")) : 1;
            double tolerance = TOLERANCE + NOISE_FACTOR * expected.get("noise").doubleValue();
            for (Explanation each : found) {
                assertThat(each.heat().height())
                        .isEqualTo(expected.get("shape").get(1).intValue());
                assertThat(each.heat().width())
                        .isEqualTo(expected.get("shape").get(2).intValue());
                for (float value : each.heat().values()) {
                    assertThat((double) value / hottest)
                            .as("position %d", at)
                            .isCloseTo(expected.get("heat").get(at++).doubleValue() / hottest, offset(tolerance));
                }
            }
        }
    }

    private static double hottest(JsonNode values) {
        double hottest = 0;
        for (JsonNode value : values) {
            hottest = Math.max(hottest, value.doubleValue());
        }
        return hottest;
    }

    private List<RgbImage> images(int count, int size) {
        String salt = reference().salt();
        float[] uniform = FormulaValues.uniform(salt + "/input", count * size * size * 3);
        return Stream.iterate(0, n -> n + 1)
                .limit(count)
                .map(n -> {
                    byte[] pixels = new byte[size * size * 3];
                    for (int i = 0; i < pixels.length; i++) {
                        pixels[i] = (byte) Math.floor((uniform[n * pixels.length + i] + 1) * 128);
                    }
                    return new RgbImage(size, size, pixels);
                })
                .toList();
    }

    private KerasReference reference() {
        return KerasReference.read(folder);
    }

    private TransferModel model(HeadOutput output, int size) {
        KerasReference reference = reference();
        int units = output == HeadOutput.SIGMOID ? 1 : 2;
        TransferModel model = TransferModel.on(backbone)
                .size(size)
                .classes(List.of("0", "1"))
                .head(DenseHead.averagePooling().withHidden(16).withOutput(output))
                .weights(BackboneWeights.of(formula(reference, reference.weightShapes())))
                .build();
        Map<String, long[]> head = new LinkedHashMap<>();
        head.put("head_dense/kernel", new long[] {backbone.spec().featureChannels(), 16});
        head.put("head_dense/bias", new long[] {16});
        head.put("head_out/kernel", new long[] {16, units});
        head.put("head_out/bias", new long[] {units});
        KerasWeights.load(formula(reference, head), model.graph(), model.headLayers());
        return model;
    }

    private static FormulaWeights formula(KerasReference reference, Map<String, long[]> shapes) {
        return new FormulaWeights(reference.salt(), reference.gain(), 1, shapes);
    }
}
