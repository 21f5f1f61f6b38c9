package dev.graft.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.graft.backbone.baseline.SimpleCnn;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.head.DenseHead;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.image.RgbImage;
import dev.graft.model.Classifier;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class GradCamTest {
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());

    private static List<RgbImage> images(int count) {
        Random random = new Random(5);
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[32 * 32 * 3];
            random.nextBytes(pixels);
            images.add(new RgbImage(32, 32, pixels));
        }
        return images;
    }

    private static TransferModel model(HeadOutput output) {
        TransferModel model = TestModels.builder(new TinyBackbone(0.5))
                .head(DenseHead.averagePooling().withHidden(6).withDropout(0.5).withOutput(output))
                .build();
        TestModels.amplify(model);
        return model;
    }

    /** Of a network that ends in average pooling and one layer, Grad-CAM is the layer's kernel applied to each position. */
    @Test
    void withAveragePoolingAloneItIsTheClassActivationMap() {
        TransferModel model = TestModels.builder(new TinyBackbone()).build();
        TestModels.amplify(model);
        INDArray kernel = model.graph().getLayer("head_out").getParam("W");
        RgbImage image = images(1).get(0);
        INDArray map = ENGINE.inference(model.graph(), List.of("top_activation"))
                .run(model.description().batch(List.of(image)))[0];
        long positions = map.size(2) * map.size(3);
        for (int c = 0; c < 2; c++) {
            HeatMap heat;
            try (GradCam gradCam = new GradCam(model, ENGINE)) {
                heat = gradCam.explain(List.of(image), c).get(0).heat();
            }
            for (int y = 0; y < heat.height(); y++) {
                for (int x = 0; x < heat.width(); x++) {
                    double expected = 0;
                    for (int k = 0; k < map.size(1); k++) {
                        expected += kernel.getDouble(k, c) * map.getDouble(0, k, y, x) / positions;
                    }
                    assertThat((double) heat.value(x, y)).isEqualTo(Math.max(0, expected), offset(1e-6));
                }
            }
        }
    }

    /** More images than a batch, each with its own class; dropout must not act. */
    @ParameterizedTest
    @EnumSource(HeadOutput.class)
    void oneByOneOrTogetherIsTheSame(HeadOutput output) {
        TransferModel model = model(output);
        List<RgbImage> images = images(19);
        try (GradCam gradCam = new GradCam(model, ENGINE, "block_activation");
                Classifier classifier = new Classifier(model, ENGINE)) {
            List<Explanation> together = gradCam.explain(images);
            List<List<Double>> probabilities = classifier.probabilities(images);

            assertThat(together).hasSize(19);
            for (int i = 0; i < images.size(); i++) {
                Explanation alone = gradCam.explain(List.of(images.get(i))).get(0);
                assertThat(alone.explainedClass()).isEqualTo(together.get(i).explainedClass());
                assertThat(alone.heat().values())
                        .containsExactly(together.get(i).heat().values(), offset(1e-6f));
                for (int c = 0; c < 2; c++) {
                    assertThat(together.get(i).probabilities().get(c))
                            .isEqualTo(probabilities.get(i).get(c), offset(1e-6));
                }
                int likelier =
                        probabilities.get(i).get(1) > probabilities.get(i).get(0) ? 1 : 0;
                assertThat(alone.explainedClass()).isEqualTo(likelier);
            }
        }
    }

    @Test
    void theModelStaysAsItIs() {
        TransferModel model = model(HeadOutput.SOFTMAX);
        INDArray before = model.graph().params().dup();
        String configuration = model.graph().getConfiguration().toJson();

        try (GradCam gradCam = new GradCam(model, ENGINE)) {
            gradCam.explain(images(2));
        }

        assertThat(model.graph().params()).isEqualTo(before);
        assertThat(model.graph().getConfiguration().toJson()).isEqualTo(configuration);
    }

    @Test
    void everyFeatureMapOfBackboneAndHeadCanBeLookedAt() {
        TransferModel model = TestModels.builder(new TinyBackbone())
                .head(HeadPreset.DENSE_GAP_BATCH_NORM.head(new TinyBackbone().spec()))
                .build();
        assertThat(model.featureMaps())
                .startsWith("rescaling")
                .endsWith("top_activation", "head_dense")
                .doesNotContain("input_layer", "block_se_squeeze", "head_gap", "head_out");
        for (String layer : model.featureMaps()) {
            try (GradCam gradCam = new GradCam(model, ENGINE, layer)) {
                HeatMap heat = gradCam.explain(images(1)).get(0).heat();
                assertThat(heat.values()).as(layer).doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void aPoolingAtTheEndIsPassedOver() {
        TransferModel tiny = TestModels.builder(new TinyBackbone()).build();
        TransferModel simple = TestModels.builder(new SimpleCnn()).build();

        assertThat(GradCam.defaultLayer(tiny)).isEqualTo("top_activation");
        assertThat(GradCam.defaultLayer(simple)).isEqualTo("block5_conv1");
    }

    @Test
    void aLayerThatIsNoFeatureMapIsRefusedWithThoseThatAre() {
        TransferModel model = TestModels.tiny();
        for (String layer : List.of("top", "input_layer", "head_out")) {
            assertThatThrownBy(() -> new GradCam(model, ENGINE, layer))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("no feature map called '" + layer + "'")
                    .hasMessageContaining("top_bn, top_activation; top_activation is the usual one");
        }
    }

    @Test
    void anUnknownClassIsRefused() {
        try (GradCam gradCam = new GradCam(TestModels.tiny(), ENGINE)) {
            assertThatThrownBy(() -> gradCam.explain(images(1), 2))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining(
                            "Found 2 as the class to explain, expected 0 to 1 for the classes healthy, stroke");
        }
    }
}
