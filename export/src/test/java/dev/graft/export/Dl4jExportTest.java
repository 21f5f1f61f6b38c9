package dev.graft.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Dl4jExportTest {
    @TempDir
    Path directory;

    private final TransferModel model = TestModels.tiny(new TinyBackbone(0.2), 9);

    @Test
    void dl4jAloneOpensIt() throws IOException {
        Path file = directory.resolve("dl4j.zip");

        ExportFormat.DL4J.write(model, file);

        ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile());
        var images = TestModels.images(2, 32, 1);
        assertThat(graph.outputSingle(images)).isEqualTo(model.graph().outputSingle(images));
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void aNetworkThatIsNotFiniteIsNotExported(ExportFormat format) {
        model.graph().getLayer("stem_conv").getParam("W").putScalar(3, Float.POSITIVE_INFINITY);

        assertThatThrownBy(() -> format.write(model, directory.resolve("model.weights.h5")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("not finite");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void graftDoesNotOpenItAgainAndSaysWhy() {
        Path file = directory.resolve("dl4j.zip");
        ExportFormat.DL4J.write(model, file);

        assertThatThrownBy(() -> ModelFile.load(file))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("a model of DL4J")
                .hasMessageContaining("name Java classes to create");
    }
}
