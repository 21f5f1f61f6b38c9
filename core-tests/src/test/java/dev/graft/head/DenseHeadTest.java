package dev.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.testkit.head.HeadContractTest;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseHeadTest {
    private static final DenseHead PLAIN = DenseHead.averagePooling();

    @Nested
    class AveragePooling extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN;
        }
    }

    @Nested
    class MaximumPoolingWithDropout extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN.withPooling(Pooling.MAXIMUM).withDropout(0.2);
        }
    }

    @Nested
    class Flattened extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN.withPooling(Pooling.FLATTEN);
        }
    }

    @Nested
    class FlattenedWithDropout extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN.withPooling(Pooling.FLATTEN).withDropout(0.2);
        }
    }

    @Nested
    class TwoHiddenLayersWithEverything extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN.withHidden(16)
                    .withHidden(8)
                    .withBatchNormalization(true)
                    .withDropout(0.1);
        }
    }

    @Nested
    class FlattenedHiddenLayerWithBatchNormalization extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN.withPooling(Pooling.FLATTEN).withHidden(16).withBatchNormalization(true);
        }
    }

    @Nested
    class OneSigmoidUnit extends HeadContractTest {
        @Override
        protected Head head() {
            return PLAIN.withHidden(16).withDropout(0.1).withOutput(HeadOutput.SIGMOID);
        }

        @Override
        protected List<Integer> classCounts() {
            return List.of(2);
        }
    }

    @Test
    void layersComeInTheOrderOfTheDescription() {
        DenseHead head =
                PLAIN.withHidden(16).withHidden(8).withBatchNormalization(true).withDropout(0.3);

        assertThat(TestModels.builder(new TinyBackbone()).head(head).build().headLayers())
                .containsExactly(
                        "head_gap",
                        "head_dense",
                        "head_bn",
                        "head_dropout",
                        "head_dense_2",
                        "head_bn_2",
                        "head_dropout_2",
                        "head_out");
        assertThat(head.describe())
                .isEqualTo("global average pooling - dense 16, 8 relu - batch norm - dropout 0.3 - softmax");
        assertThat(PLAIN.withPooling(Pooling.FLATTEN).describe()).isEqualTo("flatten - softmax");
        assertThat(PLAIN.withPooling(Pooling.MAXIMUM)
                        .withBatchNormalization(true)
                        .describe())
                .isEqualTo("global maximum pooling - softmax");
    }

    @Test
    void withoutHiddenLayersDropoutStandsBeforeTheOutput() {
        Head head = PLAIN.withDropout(0.2);

        assertThat(TestModels.builder(new TinyBackbone()).head(head).build().headLayers())
                .containsExactly("head_gap", "head_dropout", "head_out");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void aDropoutRateOutOfRangeIsRefused(double rate) {
        assertThatThrownBy(() -> PLAIN.withDropout(rate))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(String.valueOf(rate));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    void aLayerWithoutUnitsIsRefused(int units) {
        assertThatThrownBy(() -> PLAIN.withHidden(units))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(String.valueOf(units));
    }
}
