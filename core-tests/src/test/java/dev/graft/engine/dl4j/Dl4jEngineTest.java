package dev.graft.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import dev.graft.testkit.engine.EngineContractTest;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class Dl4jEngineTest extends EngineContractTest {
    @Override
    protected Engine engine() {
        return new Dl4jEngine(EngineOptions.defaults());
    }

    @Test
    void itsDescriptionNamesWhatResultsDependOn() {
        assertThat(new Dl4jEngine(new EngineOptions(3)).describe())
                .contains("dl4j 1.0.0-M2.1", "float32", "oneDNN", "3 threads");
    }

    @Test
    void itHasOnePrecision() {
        assertThatThrownBy(() -> new Dl4jEngine(new EngineOptions(2, Precision.BF16)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("float32");
    }

    @Test
    void aVertexThatDoesNotFollowFromTheCutIsRefused() {
        assertThatThrownBy(() ->
                        engine().inference(TestModels.tiny().graph(), List.of("block_se_squeeze"), List.of("head_out")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input_layer");
    }
}
