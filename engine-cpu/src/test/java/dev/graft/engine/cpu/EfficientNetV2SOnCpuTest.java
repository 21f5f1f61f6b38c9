package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetV2S;

class EfficientNetV2SOnCpuTest extends CpuGoldenTest {
    EfficientNetV2SOnCpuTest() {
        super("efficientnet", "efficientnet_v2_s", new EfficientNetV2S(), 1);
    }
}
