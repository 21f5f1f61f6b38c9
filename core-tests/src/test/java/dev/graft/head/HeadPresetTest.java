package dev.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.BackboneSpec;
import dev.graft.error.GraftException;
import dev.graft.testkit.head.HeadContractTest;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadPresetTest {
    abstract static class OfPreset extends HeadContractTest {
        private final HeadPreset preset;
        private final HeadOutput output;

        OfPreset(HeadPreset preset, HeadOutput output) {
            this.preset = preset;
            this.output = output;
        }

        @Override
        protected Head head() {
            return preset.head(new TinyBackbone().spec(), 16, 0.1, output);
        }

        @Override
        protected List<Integer> classCounts() {
            return output == HeadOutput.SIGMOID ? List.of(2) : super.classCounts();
        }
    }

    @Nested
    class Reference extends OfPreset {
        Reference() {
            super(HeadPreset.REFERENCE, HeadOutput.SOFTMAX);
        }
    }

    @Nested
    class Gap extends OfPreset {
        Gap() {
            super(HeadPreset.GAP, HeadOutput.SIGMOID);
        }
    }

    @Nested
    class GapDropout extends OfPreset {
        GapDropout() {
            super(HeadPreset.GAP_DROPOUT, HeadOutput.SIGMOID);
        }
    }

    @Nested
    class GapDenseDropout extends OfPreset {
        GapDenseDropout() {
            super(HeadPreset.GAP_DENSE_DROPOUT, HeadOutput.SOFTMAX);
        }
    }

    @Nested
    class DenseGapBatchNorm extends OfPreset {
        DenseGapBatchNorm() {
            super(HeadPreset.DENSE_GAP_BATCH_NORM, HeadOutput.SIGMOID);
        }
    }

    @Nested
    class DenseGapDropout extends OfPreset {
        DenseGapDropout() {
            super(HeadPreset.DENSE_GAP_DROPOUT, HeadOutput.SOFTMAX);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VGG, global average pooling - dense 256 relu - dropout 0.2 - softmax",
        "ResNet, dense 256 relu - global average pooling - batch norm - softmax",
        "Inception, dense 256 relu - global average pooling - dropout 0.2 - softmax",
        "EfficientNet, global average pooling - dropout 0.2 - softmax",
        "Tiny, global average pooling - dropout 0.2 - softmax",
    })
    void theReferenceDependsOnTheFamily(String family, String description) {
        BackboneSpec tiny = new TinyBackbone().spec();
        BackboneSpec spec = new BackboneSpec(
                "x", family, 32, 16, tiny.preprocessing(), 12, tiny.layers(), tiny.parameters(), List.of(), "none");

        assertThat(HeadPreset.REFERENCE.head(spec).describe()).isEqualTo(description);
    }

    @Test
    void presetsAreFoundByTheirIds() {
        for (HeadPreset preset : HeadPreset.values()) {
            assertThat(HeadPreset.byId(preset.id())).isEqualTo(preset);
        }
        assertThat(HeadPreset.byId("Dense-GAP-Batch-Norm")).isEqualTo(HeadPreset.DENSE_GAP_BATCH_NORM);
        assertThatThrownBy(() -> HeadPreset.byId("vgg"))
                .isInstanceOf(GraftException.class)
                .hasMessage("There is no head 'vgg'. Choose reference, gap, gap-dropout, gap-dense-dropout,"
                        + " dense-gap-batch-norm, dense-gap-dropout.");
    }
}
