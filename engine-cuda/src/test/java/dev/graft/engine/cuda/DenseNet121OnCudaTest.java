package dev.graft.engine.cuda;

import dev.graft.backbone.densenet.DenseNet121;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class DenseNet121OnCudaTest extends CudaGoldenTest {
    DenseNet121OnCudaTest() {
        super("densenet", "densenet121", new DenseNet121(), 3);
    }
}
