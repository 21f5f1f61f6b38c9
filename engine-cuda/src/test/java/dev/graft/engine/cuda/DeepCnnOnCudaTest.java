package dev.graft.engine.cuda;

import dev.graft.backbone.baseline.DeepCnn;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class DeepCnnOnCudaTest extends CudaGoldenTest {
    DeepCnnOnCudaTest() {
        super(BASELINES.resolve("deep_cnn"), new DeepCnn(), 3);
    }
}
