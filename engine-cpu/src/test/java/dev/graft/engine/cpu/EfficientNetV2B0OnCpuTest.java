package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetV2B0;

class EfficientNetV2B0OnCpuTest extends CpuGoldenTest {
    EfficientNetV2B0OnCpuTest() {
        super("efficientnet", "efficientnet_v2_b0", new EfficientNetV2B0(), 3);
    }
}
