package dev.graft.engine.cuda;

import dev.graft.backbone.efficientnet.EfficientNetV2S;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class EfficientNetV2SOnCudaTest extends CudaGoldenTest {
    EfficientNetV2SOnCudaTest() {
        super("efficientnet", "efficientnet_v2_s", new EfficientNetV2S(), 1);
    }
}
