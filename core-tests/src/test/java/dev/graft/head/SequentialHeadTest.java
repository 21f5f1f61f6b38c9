package dev.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.graft.error.GraftException;
import dev.graft.graph.NetworkLayer;
import dev.graft.model.TransferModel;
import dev.graft.testkit.head.HeadContractTest;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

class SequentialHeadTest {
    @Nested
    class DenseOnTheFeatureMap extends HeadContractTest {
        @Override
        protected Head head() {
            return SequentialHead.builder()
                    .dense(16, Activation.RELU)
                    .averagePooling()
                    .batchNormalization()
                    .build();
        }
    }

    @Nested
    class EverythingOnBothSidesOfThePooling extends HeadContractTest {
        @Override
        protected Head head() {
            return SequentialHead.builder()
                    .dense(12, Activation.IDENTITY)
                    .batchNormalization()
                    .activation(Activation.SWISH)
                    .dropout(0.1)
                    .flatten()
                    .batchNormalization()
                    .dense(8, Activation.TANH)
                    .dropout(0.1)
                    .output(HeadOutput.SIGMOID)
                    .build();
        }

        @Override
        protected List<Integer> classCounts() {
            return List.of(2);
        }
    }

    @Test
    void layersAreNumberedByKindAndCalledAsInKeras() {
        SequentialHead head = SequentialHead.builder()
                .dense(16, Activation.IDENTITY)
                .batchNormalization()
                .activation(Activation.RELU)
                .flatten()
                .dense(8, Activation.RELU)
                .batchNormalization()
                .dropout(0.5)
                .output(HeadOutput.SIGMOID)
                .build();
        TransferModel model = TestModels.builder(new TinyBackbone()).head(head).build();

        assertThat(model.description().headLayers())
                .extracting(NetworkLayer::name, NetworkLayer::kind)
                .containsExactly(
                        tuple("head_dense", "Dense"),
                        tuple("head_bn", "BatchNormalization"),
                        tuple("head_activation", "Activation"),
                        tuple("head_flatten", "Flatten"),
                        tuple("head_dense_2", "Dense"),
                        tuple("head_bn_2", "BatchNormalization"),
                        tuple("head_dropout", "Dropout"),
                        tuple("head_out", "Dense"),
                        tuple("head_out_logits", "TwoClassLogits"),
                        tuple("head_out_classes", "Softmax"));
        assertThat(head.describe())
                .isEqualTo(
                        "dense 16 - batch norm - relu - flatten - dense 8 relu - batch norm - dropout 0.5 - sigmoid");
        // Keras: 12 * 16 + 16, 2 * 16, 8 * 8 * 16 * 8 + 8 at 32 px (a map of 8 x 8), 2 * 8, 8 + 1.
        assertThat(model.headTrainableParameters()).isEqualTo(208 + 32 + (64 * 16 * 8 + 8) + 16 + 9);
    }

    /** Glorot's uniform kernels: within sqrt(6 / (in + out)) of 0, and close to it somewhere; biases 0. */
    @Test
    void valuesStartAsInKeras() {
        SequentialHead head = SequentialHead.builder()
                .dense(16, Activation.RELU)
                .flatten()
                .dense(8, Activation.RELU)
                .build();
        Snapshot values = Snapshot.of(
                TestModels.builder(new TinyBackbone()).head(head).build().graph());

        Map.of("head_dense", 12 + 16, "head_dense_2", 64 * 16 + 8, "head_out", 8 + 2)
                .forEach((layer, fans) -> {
                    double largest = 0;
                    for (float value : values.get(layer + "/W")) {
                        largest = Math.max(largest, Math.abs(value));
                    }
                    double limit = Math.sqrt(6.0 / fans);
                    assertThat(largest).as(layer).isBetween(0.75 * limit, limit);
                    assertThat(values.get(layer + "/b")).containsOnly(0);
                });
    }

    @Test
    void aHeadHasExactlyOnePooling() {
        assertThatThrownBy(
                        () -> SequentialHead.builder().dense(3, Activation.RELU).build())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("exactly one pooling")
                .hasMessageContaining("found 0 in [dense 3 relu]");
        assertThatThrownBy(() ->
                        SequentialHead.builder().averagePooling().flatten().build())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("found 2");
    }

    @Test
    void aSigmoidUnitTellsTwoClassesApart() {
        Head head = DenseHead.averagePooling().withOutput(HeadOutput.SIGMOID);

        assertThatThrownBy(() -> TestModels.builder(new TinyBackbone())
                        .classes(List.of("a", "b", "c"))
                        .head(head)
                        .build())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("found 3 classes")
                .hasMessageContaining("softmax");
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"GELU", "HARDSIGMOID", "SOFTMAX", "CUBE"})
    void activationsThatAreNotKerasesAreRefused(Activation activation) {
        assertThatThrownBy(() -> SequentialHead.builder().dense(3, activation))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(activation.name().toLowerCase(java.util.Locale.ROOT));
        assertThatThrownBy(() -> SequentialHead.builder().activation(activation))
                .isInstanceOf(GraftException.class);
    }

    @Test
    void dropoutOfNothingIsNoLayer() {
        assertThat(SequentialHead.builder().averagePooling().dropout(0).build())
                .isEqualTo(DenseHead.averagePooling().sequential());
    }
}
