package dev.graft.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.graph.LayerGraph;
import dev.graft.testkit.head.HeadContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** The examples of docs/heads.md: they compile, keep the contract, and are what the page shows. */
class HeadsDocumentationTest {
    // example: own head
    /** Mean and maximum side by side. */
    record TwoPoolingsHead() implements Head {
        @Override
        public String addTo(LayerGraph graph, String features, int classes) {
            String mean = graph.globalAveragePooling("head_gap", features);
            String largest = graph.globalMaxPooling("head_gmp", features);
            String both = graph.concatenate("head_both", mean, largest);
            return graph.softmaxOutput("head_out", both, classes);
        }

        @Override
        public String describe() {
            return "average and maximum pooling - softmax";
        }
    }
    // end

    @Nested
    class Own extends HeadContractTest {
        @Override
        protected Head head() {
            return new TwoPoolingsHead();
        }
    }

    @Nested
    class Sequential extends HeadContractTest {
        @Override
        protected Head head() {
            // example: part by part
            Head head = SequentialHead.builder()
                    .dense(64, Activation.IDENTITY) // before the pooling: at every position of the feature map
                    .batchNormalization()
                    .activation(Activation.RELU)
                    .averagePooling() // or maximumPooling(), flatten(); exactly one
                    .dropout(0.3)
                    .output(HeadOutput.SIGMOID)
                    .build();
            // end
            return head;
        }

        @Override
        protected java.util.List<Integer> classCounts() {
            return java.util.List.of(2);
        }
    }

    @Test
    void thePageShowsTheseExamples() throws IOException {
        String page = Files.readString(Path.of("../docs/heads.md"));
        String[] pieces = Files.readString(Path.of("src/test/java/dev/graft/head/HeadsDocumentationTest.java"))
                .split("// example: .*\\R");
        assertThat(pieces).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 1; i <= 2; i++) {
            String example = pieces[i].substring(0, pieces[i].indexOf("// end"));
            assertThat(page).contains("```java\n" + example.stripIndent().strip() + "\n```");
        }
    }

    @Test
    void thePageNamesEveryPreset() throws IOException {
        String page = Files.readString(Path.of("../docs/heads.md"));
        for (HeadPreset preset : HeadPreset.values()) {
            assertThat(page).contains("| `" + preset.id() + "` |");
        }
    }
}
