package dev.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.testkit.model.TinyBackbone;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class HeadNotationTest {
    @Test
    void headsWrittenOutAreReadBack() {
        for (HeadPreset preset : HeadPreset.values()) {
            SequentialHead head = preset.head(new TinyBackbone().spec());
            assertThat(HeadNotation.read(HeadNotation.write(head))).isEqualTo(head);
        }
        SequentialHead every = SequentialHead.builder()
                .dense(4, Activation.IDENTITY)
                .batchNormalization()
                .activation(Activation.SWISH)
                .flatten()
                .dense(3, Activation.TANH)
                .dropout(0.25)
                .output(HeadOutput.SIGMOID)
                .build();
        assertThat(HeadNotation.write(every))
                .isEqualTo("dense 4, batch norm, activation swish, flatten, dense 3 tanh, dropout 0.25, sigmoid");
        assertThat(HeadNotation.read(HeadNotation.write(every))).isEqualTo(every);
        assertThat(HeadNotation.read("maximum pooling, dropout 0").parts()).hasSize(1);
    }

    @Test
    void aPresetSaysWhatItLeavesOpen() {
        HeadChoice choice = HeadChoice.of(HeadPreset.GAP_DENSE_DROPOUT, 16, 0.5, HeadOutput.SIGMOID);

        assertThat(choice.text()).isEqualTo("gap-dense-dropout, dense 16, dropout 0.5, sigmoid");
        assertThat(choice.head(new TinyBackbone().spec()))
                .isEqualTo(HeadNotation.read("average pooling, dense 16 relu, dropout 0.5, sigmoid"));
        assertThat(new HeadChoice("gap-dropout").head(new TinyBackbone().spec()))
                .isEqualTo(DenseHead.averagePooling().withDropout(0.2).sequential());
        assertThatThrownBy(() -> new HeadChoice("gap, flatten"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'flatten' is nothing that the head gap leaves open");
    }

    @Test
    void headsOfProgramsHaveTextsIfTheyCan() {
        assertThat(HeadChoice.ofAny(DenseHead.averagePooling().withHidden(8)))
                .hasValue(new HeadChoice("average pooling, dense 8 relu, softmax"));
        assertThat(HeadChoice.ofAny(new Head() {
                    @Override
                    public String addTo(dev.graft.graph.LayerGraph graph, String features, int classes) {
                        return features;
                    }

                    @Override
                    public String describe() {
                        return "own";
                    }
                }))
                .isEmpty();
    }
}
