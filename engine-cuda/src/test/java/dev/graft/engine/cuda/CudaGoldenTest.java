package dev.graft.engine.cuda;

import dev.graft.backbone.Backbone;
import dev.graft.engine.Precision;
import dev.graft.golden.KerasGoldenTest;
import java.nio.file.Path;

/** A backbone on this engine against Keras's numbers, which lie in the backbone's module. */
abstract class CudaGoldenTest extends KerasGoldenTest {
    /** Of the networks that core brings. */
    static final Path BASELINES = Path.of("..", "core-tests/src/test/resources/golden");

    /** @param family the module's name without {@code backbones-} */
    CudaGoldenTest(String family, String model, Backbone backbone, int trainings) {
        this(Path.of("..", "backbones-" + family, "src/test/resources/golden", model), backbone, trainings);
    }

    CudaGoldenTest(Path numbers, Backbone backbone, int trainings) {
        super(numbers, backbone, trainings, Simulation.fast(Precision.F32));
    }
}
