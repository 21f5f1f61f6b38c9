package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetV2S;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs {@link EfficientNetV2B0OnCpuTest} holds the engine to the same kinds of layers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class EfficientNetV2SOnCpuTest extends CpuGoldenTest {
    EfficientNetV2SOnCpuTest() {
        super("efficientnet", "efficientnet_v2_s", new EfficientNetV2S(), 1);
    }
}
