package dev.graft.engine.cuda;

import dev.graft.backbone.efficientnet.EfficientNetB0;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class EfficientNetB0OnCudaTest extends CudaGoldenTest {
    EfficientNetB0OnCudaTest() {
        super("efficientnet", "efficientnet_b0", new EfficientNetB0(), 8);
    }
}
