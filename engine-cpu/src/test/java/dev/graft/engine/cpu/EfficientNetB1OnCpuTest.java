package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetB1;

class EfficientNetB1OnCpuTest extends CpuGoldenTest {
    EfficientNetB1OnCpuTest() {
        super("efficientnet", "efficientnet_b1", new EfficientNetB1(), 1);
    }
}
