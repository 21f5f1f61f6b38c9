package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetB2;

class EfficientNetB2OnCpuTest extends CpuGoldenTest {
    EfficientNetB2OnCpuTest() {
        super("efficientnet", "efficientnet_b2", new EfficientNetB2(), 1);
    }
}
