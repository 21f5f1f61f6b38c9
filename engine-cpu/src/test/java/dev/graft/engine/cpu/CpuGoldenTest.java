package dev.graft.engine.cpu;

import dev.graft.backbone.Backbone;
import dev.graft.engine.EngineOptions;
import dev.graft.golden.KerasGoldenTest;
import java.nio.file.Path;

/** A backbone on this engine against Keras's numbers, which lie in the backbone's module. */
abstract class CpuGoldenTest extends KerasGoldenTest {
    /** @param family the module's name without {@code backbones-} */
    CpuGoldenTest(String family, String model, Backbone backbone, int trainings) {
        super(
                Path.of("..", "backbones-" + family, "src/test/resources/golden", model),
                backbone,
                trainings,
                new CpuEngine(EngineOptions.defaults()));
    }
}
