package dev.graft.engine.cpu;

import dev.graft.backbone.Backbone;
import dev.graft.engine.EngineOptions;
import dev.graft.golden.KerasGoldenTest;
import java.nio.file.Path;

/** A backbone on this engine against Keras's numbers, which lie in the backbone's module. */
abstract class CpuGoldenTest extends KerasGoldenTest {
    /** Of the networks that core brings. */
    static final Path BASELINES = Path.of("..", "core-tests/src/test/resources/golden");

    /** @param family the module's name without {@code backbones-} */
    CpuGoldenTest(String family, String model, Backbone backbone, int trainings) {
        this(Path.of("..", "backbones-" + family, "src/test/resources/golden", model), backbone, trainings);
    }

    CpuGoldenTest(Path numbers, Backbone backbone, int trainings) {
        super(numbers, backbone, trainings, new CpuEngine(EngineOptions.defaults()));
    }
}
