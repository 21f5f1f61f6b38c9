package dev.graft.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.baseline.SimpleCnn;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.error.GraftException;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.head.Pooling;
import dev.graft.model.Calibration;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.Safetensors;
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights that were exported are read back by the strict readers; {@code check_export.py} reads them with real Keras. */
class KerasExportTest {
    @TempDir
    Path folder;

    private static Stream<Arguments> models() {
        Backbone tiny = new TinyBackbone(0);
        return Stream.of(
                Arguments.of(tiny, 32, HeadPreset.DENSE_GAP_BATCH_NORM.head(tiny.spec())),
                Arguments.of(
                        tiny,
                        33,
                        DenseHead.averagePooling().withPooling(Pooling.FLATTEN).withHidden(5)),
                Arguments.of(
                        new SimpleCnn(),
                        32,
                        HeadPreset.GAP_DENSE_DROPOUT.head(new SimpleCnn().spec(), 7, 0.1, HeadOutput.SIGMOID)),
                Arguments.of(new InceptionV3(), 75, HeadPreset.REFERENCE.head(new InceptionV3().spec())));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyParameterComesBack(Backbone backbone, int size, Head head) {
        TransferModel model = model(backbone, size, head, 1);
        for (String name : List.of("all.weights.h5", "all.safetensors")) {
            Path file = folder.resolve(name);
            ExportFormat format = name.endsWith("h5") ? ExportFormat.KERAS : ExportFormat.SAFETENSORS;
            format.write(model, file);
            TransferModel other = model(backbone, size, head, 2);
            assertThat(other.graph().params()).isNotEqualTo(model.graph().params());
            List<String> layers = Stream.concat(
                            other.backboneLayers().stream().map(layer -> layer.name()), other.headLayers().stream())
                    .toList();

            BackboneWeights.file(file).loadInto(other.graph(), layers);

            assertThat(other.graph().params()).as(name).isEqualTo(model.graph().params());
        }
    }

    @Test
    void theHeaderSaysWhatTheWeightsAreOf() {
        Path file = folder.resolve("tiny.safetensors");
        ExportFormat.SAFETENSORS.write(TestModels.tiny(), new Calibration(1.25, 20), file);
        try (Safetensors tensors = Safetensors.open(file)) {
            assertThat(tensors.tensors()).containsKeys("stem_conv/kernel", "head_out/bias");
            assertThat(tensors.tensors().get("stem_conv/kernel")).containsExactly(3, 3, 3, 8);
        }
        assertThat(file)
                .content(StandardCharsets.ISO_8859_1)
                .contains("\"classes\":\"healthy\\nstroke\"", "\"temperature\":\"1.25\"");
    }

    /** Keras finds variables by class and count; our reader by the layer's name, which stands beside them. */
    @Test
    void groupsAreCalledAsKerasLooksForThem() {
        Path file = folder.resolve("simple.weights.h5");
        ExportFormat.KERAS.write(
                model(
                        new SimpleCnn(),
                        32,
                        HeadPreset.GAP_DENSE_DROPOUT.head(new SimpleCnn().spec(), 7, 0.1, HeadOutput.SOFTMAX),
                        1),
                file);
        try (HdfFile hdf5 = new HdfFile(file)) {
            Group layers = (Group) hdf5.getByPath("layers");
            assertThat(layers.getChildren())
                    .containsOnlyKeys("conv2d", "conv2d_1", "conv2d_2", "conv2d_3", "conv2d_4", "dense", "dense_1");
            Node first = hdf5.getByPath("layers/dense_1/vars");
            assertThat(first.getAttribute("name").getData()).isEqualTo("head_out");
            assertThat(hdf5.getDatasetByPath("layers/dense_1/vars/0").getDimensions())
                    .containsExactly(7, 2);
            assertThat(hdf5.getAttribute("classes").getData()).isEqualTo("healthy\nstroke");
        }
    }

    @Test
    void aNameThatKerasRefusesIsRefusedHere() {
        assertThatThrownBy(() -> ExportFormat.KERAS.write(TestModels.tiny(), folder.resolve("model.h5")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("end in .weights.h5 only");
        assertThat(folder).isEmptyDirectory();
    }

    static TransferModel model(Backbone backbone, int size, Head head, long seed) {
        TransferModel model = TransferModel.on(backbone)
                .size(size)
                .head(head)
                .classes(List.of("healthy", "stroke"))
                .seed(seed)
                .build();
        Random random = new Random(seed);
        INDArray parameters = model.graph().params();
        float[] values = parameters.reshape(parameters.length()).toFloatVector();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == 0 ? random.nextFloat() : values[i];
        }
        parameters.assign(Nd4j.createFromArray(values).reshape(parameters.shape()));
        return model;
    }
}
