package dev.graft.engine.cuda;

import dev.graft.backbone.efficientnet.EfficientNetV2B0;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class EfficientNetV2B0OnCudaTest extends CudaGoldenTest {
    EfficientNetV2B0OnCudaTest() {
        super("efficientnet", "efficientnet_v2_b0", new EfficientNetV2B0(), 3);
    }
}
