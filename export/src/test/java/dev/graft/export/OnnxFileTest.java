package dev.graft.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.baseline.DeepCnn;
import dev.graft.backbone.baseline.SimpleCnn;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg16;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.head.Pooling;
import dev.graft.head.SequentialHead;
import dev.graft.image.RgbImage;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.Calibration;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightsDescriptor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What ONNX Runtime makes of an exported model is what we compute. */
class OnnxFileTest {
    private static final float TOLERANCE = 1e-5f;
    private static final Engine ENGINE = new Dl4jEngine(EngineOptions.defaults());

    @TempDir
    Path folder;

    private static Stream<Arguments> backbones() {
        return Stream.of(
                Arguments.of(new SimpleCnn(), 36),
                Arguments.of(new DeepCnn(), 32),
                Arguments.of(new Vgg16(), 33),
                Arguments.of(new Vgg19(), 32),
                Arguments.of(new ResNet50(), 49),
                Arguments.of(new InceptionV3(), 79));
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void everyBackboneComputesTheSame(Backbone backbone, int size) throws OrtException {
        Head head = HeadPreset.REFERENCE.head(backbone.spec(), 16, 0.3, HeadOutput.SOFTMAX);
        assertSame(model(TransferModel.on(backbone).size(size), head));
    }

    /** With weights that learnt something: random ones make of rounding what they make of images. */
    @Test
    void efficientNetComputesTheSame() throws OrtException {
        Backbone backbone = new EfficientNetB0();
        WeightsDescriptor learnt = backbone.spec().weights().stream()
                .filter(each -> each.id().equals("ifs1000"))
                .findFirst()
                .orElseThrow();
        TransferModel model = TransferModel.on(backbone)
                .size(79)
                .weights(BackboneWeights.bundled(learnt))
                .classes(List.of("healthy", "stroke"))
                .build();
        balance(model);
        assertSame(model);
    }

    @ParameterizedTest
    @EnumSource(HeadPreset.class)
    void everyHeadComputesTheSame(HeadPreset preset) throws OrtException {
        for (HeadOutput output : HeadOutput.values()) {
            Backbone backbone = new TinyBackbone(0.2);
            assertSame(model(TransferModel.on(backbone).size(32), preset.head(backbone.spec(), 6, 0.4, output)));
        }
    }

    private static Stream<Head> otherHeads() {
        return Stream.of(
                DenseHead.averagePooling()
                        .withPooling(Pooling.FLATTEN)
                        .withHidden(5)
                        .withBatchNormalization(true),
                DenseHead.averagePooling().withPooling(Pooling.MAXIMUM).withOutput(HeadOutput.SIGMOID),
                SequentialHead.builder()
                        .dense(5, Activation.SWISH)
                        .batchNormalization()
                        .activation(Activation.TANH)
                        .flatten()
                        .dense(4, Activation.SIGMOID)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("otherHeads")
    void headsOfOnesOwnComputeTheSame(Head head) throws OrtException {
        assertSame(model(TransferModel.on(new TinyBackbone(0)).size(33), head));
    }

    @ParameterizedTest
    @EnumSource(Preprocessing.class)
    void thePreprocessingIsInside(Preprocessing preprocessing) throws OrtException {
        assertSame(model(
                TransferModel.on(new SimpleCnn()).size(32).preprocessing(preprocessing), DenseHead.averagePooling()));
    }

    @Test
    void oblongImagesKeepHeightAndWidthApart() throws OrtException {
        assertSame(model(
                TransferModel.on(new TinyBackbone(0)).inputShape(new InputShape(3, 37, 52)),
                DenseHead.averagePooling().withPooling(Pooling.FLATTEN)));
    }

    @Test
    void theMetadataNameTheClasses() throws OrtException {
        Path file = folder.resolve("model.onnx");
        OnnxFile.write(TestModels.tiny(), file);
        try (OrtSession session = open(file)) {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            assertThat(metadata)
                    .containsEntry("classes", "healthy\nstroke")
                    .containsEntry("backbone", "tiny")
                    .containsEntry("preprocessing", "none, part of this graph: give RGB values 0..255");
            assertThat(session.getInputNames()).containsExactly("images");
            assertThat(session.getOutputNames()).containsExactly("probabilities");
        }
        assertThat(folder).isDirectoryContaining("glob:**/model.onnx");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 1, 2.75})
    void aCalibratedModelGivesItsConfidencesToo(double temperature) throws OrtException {
        TransferModel model = model(
                TransferModel.on(new TinyBackbone(0)).inputShape(new InputShape(3, 37, 52)),
                DenseHead.averagePooling().withOutput(HeadOutput.SIGMOID));
        InputShape shape = model.description().inputShape();
        List<RgbImage> images = images(3, shape);
        Calibration calibration = new Calibration(temperature, 20);
        Path file = folder.resolve("calibrated.onnx");

        OnnxFile.write(model, calibration, file);

        ModelFile.Saved saved = new ModelFile.Saved(model, new Provenance(Map.of()), calibration, Optional.empty());
        try (OrtSession session = open(file);
                Classifier classifier = new Classifier(saved, ENGINE)) {
            List<Classification> answers = classifier.classify(images);
            List<float[][]> found = run(session, images, shape);
            assertThat(session.getOutputNames()).containsExactly("probabilities", "confidences");
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsEntry("temperature", String.valueOf(temperature));
            for (int i = 0; i < images.size(); i++) {
                Classification answer = answers.get(i);
                int c = answer.classIndex();
                assertThat(found.get(0)[i][c]).isCloseTo((float) answer.probability(), offset(TOLERANCE));
                assertThat(found.get(1)[i][c]).isCloseTo((float) answer.confidence(), offset(TOLERANCE));
                assertThat(found.get(1)[i][0] + found.get(1)[i][1]).isCloseTo(1, offset(TOLERANCE));
            }
        }
    }

    @Test
    void aLayerWithoutTranslationIsNamed() {
        Backbone odd = new Odd();
        TransferModel model =
                TestModels.builder(odd).head(DenseHead.averagePooling()).build();
        assertThatThrownBy(() -> OnnxFile.write(model, folder.resolve("odd.onnx")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Layer 'odd' has the activation")
                .hasMessageContaining("Export weights for Keras instead");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void constantsOfTheInputAreWrittenToo() throws OrtException {
        assertSame(model(TransferModel.on(new Constants()).size(32), DenseHead.averagePooling()));
    }

    /** Shifts and normalizes its images by constants of the network. */
    private record Constants() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new TinyBackbone(0).spec();
        }

        @Override
        public void addTo(LayerGraph graph) {
            String x = graph.rescaling("shift", graph.input("images"), 1.0 / 128, -1);
            x = graph.normalization("constants", x, List.of(0.2, -0.1, 0.3), List.of(0.5, 2.0, 0.1));
            graph.activation("top", graph.convolution("conv", x, 12, 3, 2, Padding.SAME), Activation.SWISH);
        }
    }

    /** Ends in an activation that is not translated. */
    private record Odd() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new TinyBackbone(0).spec();
        }

        @Override
        public void addTo(LayerGraph graph) {
            new TinyBackbone(0).addTo(graph);
            graph.activation("odd", graph.last(), Activation.SOFTPLUS);
        }
    }

    static TransferModel model(TransferModel.Builder builder, Head head) {
        TransferModel model =
                builder.head(head).classes(List.of("healthy", "stroke")).build();
        TestModels.amplify(model);
        Random random = new Random(3);
        // Fresh statistics and biases would hide a mistake: they are 0 and 1.
        model.graph().paramTable().forEach((name, value) -> {
            // A gamma that Keras does not have is 1 and stays so.
            boolean constant = name.endsWith("_gamma") && !hasScale(model, name.replace("_gamma", ""));
            if (!constant && !name.endsWith("_W") && !name.startsWith("normalization_")) {
                value.addi(noise(value, random));
            }
        });
        balance(model);
        return model;
    }

    private static boolean hasScale(TransferModel model, String layer) {
        return ((KerasBatchNormalization) model.graph().getLayer(layer).conf().getLayer()).isScale();
    }

    /** Scales the last layer so that no probability is 0 or 1, where all networks would agree. */
    private static void balance(TransferModel model) {
        String below = model.graph()
                .getConfiguration()
                .getVertexInputs()
                .get("head_out")
                .get(0);
        INDArray features = ENGINE.inference(model.graph(), List.of(below))
                .run(model.description().batch(images(3, model.description().inputShape())))[0];
        INDArray kernel = model.graph().getLayer("head_out").getParam("W");
        INDArray logits = features.reshape(3, -1).mmul(kernel);
        INDArray mean = logits.mean(true, 0);
        double scale = 1.5 / logits.subRowVector(mean).amaxNumber().doubleValue();
        kernel.muli(scale);
        model.graph().getLayer("head_out").getParam("b").assign(mean.mul(-scale));
    }

    private static INDArray noise(INDArray like, Random random) {
        float[] values = new float[(int) like.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 0.2f;
        }
        return Nd4j.createFromArray(values).reshape(like.shape());
    }

    private void assertSame(TransferModel model) throws OrtException {
        InputShape shape = model.description().inputShape();
        List<RgbImage> images = images(3, shape);
        List<List<Double>> expected;
        try (Classifier classifier = new Classifier(model, ENGINE)) {
            expected = classifier.probabilities(images);
        }
        Path file = folder.resolve("model.onnx");
        OnnxFile.write(model, file);
        float[][] found = run(file, images, shape);
        for (int i = 0; i < images.size(); i++) {
            for (int c = 0; c < 2; c++) {
                assertThat(found[i][c])
                        .as("image %d class %d of %s", i, c, expected)
                        .isCloseTo(expected.get(i).get(c).floatValue(), offset(TOLERANCE));
            }
        }
        // A network that ignores its input would pass.
        assertThat(found[0][0]).isNotCloseTo(found[1][0], offset(1e-3f));
    }

    private static List<RgbImage> images(int count, InputShape shape) {
        Random random = new Random(8);
        List<RgbImage> images = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[shape.height() * shape.width() * 3];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (random.nextInt(128) + 60 * n);
            }
            images.add(new RgbImage(shape.width(), shape.height(), pixels));
        }
        return images;
    }

    private static OrtSession open(Path file) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(file.toString());
    }

    private static float[][] run(Path file, List<RgbImage> images, InputShape shape) throws OrtException {
        try (OrtSession session = open(file)) {
            return run(session, images, shape).get(0);
        }
    }

    /** All outputs. */
    private static List<float[][]> run(OrtSession session, List<RgbImage> images, InputShape shape)
            throws OrtException {
        float[] values = new float[images.size() * 3 * shape.height() * shape.width()];
        int at = 0;
        for (RgbImage image : images) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < shape.height(); y++) {
                    for (int x = 0; x < shape.width(); x++) {
                        values[at++] = image.value(x, y, c);
                    }
                }
            }
        }
        long[] sizes = {images.size(), 3, shape.height(), shape.width()};
        try (OnnxTensor input =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), sizes);
                OrtSession.Result result = session.run(Map.of("images", input))) {
            List<float[][]> outputs = new ArrayList<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.add((float[][]) output.getValue().getValue());
            }
            return outputs;
        }
    }
}
