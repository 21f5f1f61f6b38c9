package dev.graft.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.freeze.FreezePolicy;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.model.BackboneOutline;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.freeze.FreezePolicyContractTest;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The examples of docs/freezing.md: they compile, keep the contract, and are what the page shows. */
class FreezingDocumentationTest {
    // example: record
    /** Every layer whose output is at most so many pixels wide. */
    record Coarse(long pixels) implements FreezePolicy {
        @Override
        public Set<String> learning(List<LayerInfo> backbone) {
            return backbone.stream()
                    .filter(layer -> layer.outputShape().size() == 3)
                    .filter(layer -> layer.outputShape().get(2) <= pixels)
                    .map(LayerInfo::name)
                    .collect(Collectors.toSet());
        }

        @Override
        public String describe() {
            return "layers of at most " + pixels + " pixels unfrozen";
        }
    }
    // end

    @Nested
    // example: contract
    class CoarseTest extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return new Coarse(8);
        }
    }
    // end

    @Nested
    class Large extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return large(null);
        }
    }

    private static FreezePolicy large(TransferTask task) {
        // example: lambda
        FreezePolicy large = layers -> layers.stream()
                .filter(layer -> layer.parameters() > 100)
                .map(LayerInfo::name)
                .collect(Collectors.toSet());
        // end
        return task == null ? large : used(task, large);
    }

    private static FreezePolicy used(TransferTask task, FreezePolicy large) {
        // example: lambda's use
        task.fineTune(new Phase(large.or(FreezePolicy.normalizationsOnly()), 20, Optimizer.adam(1e-4)));
        // end
        return large;
    }

    @Test
    void thePageShowsTheseExamples() throws IOException {
        String page = page();
        String[] pieces = Files.readString(Path.of("src/test/java/dev/graft/run/FreezingDocumentationTest.java"))
                .split("// example: .*\\R");
        assertThat(pieces).hasSizeGreaterThanOrEqualTo(5);
        for (int i = 1; i <= 4; i++) {
            String example = pieces[i].substring(0, pieces[i].indexOf("// end"));
            assertThat(page).contains("\n" + example.stripIndent().strip() + "\n");
        }
    }

    /** What stands in the first column of the table, and in the block of text. */
    @Test
    void everyNotationOfThePageIsRead() throws IOException {
        String page = page();
        List<String> found = Pattern.compile("(?m)^\\| (`.*?`) \\|")
                .matcher(page)
                .results()
                .flatMap(row -> Pattern.compile("`(.*?)`").matcher(row.group(1)).results())
                .map(cell -> cell.group(1)
                        .replace(" A", " all")
                        .replace("A ", "all ")
                        .replace(" B", " none"))
                .collect(Collectors.toList());
        int start = page.indexOf("```text\n") + 8;
        found.addAll(page.substring(start, page.indexOf("```", start)).lines().toList());

        assertThat(found).hasSizeGreaterThanOrEqualTo(16);
        found.forEach(text -> assertThat(FreezePolicy.parse(text).notation()).isPresent());
    }

    @Test
    void whatWasWrittenIsOneTraining() {
        List<LayerInfo> layers =
                BackboneOutline.of(new TinyBackbone(), InputShape.square(32)).layers();

        assertThat(List.of("from(top_conv)", "blocks(top)", "last(3)"))
                .extracting(text -> FreezePolicy.parse(text).resolve(layers).identity(layers))
                .containsOnly("LastLayers[count=3, batchNorm=KERAS]");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/freezing.md"));
    }
}
