package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetB0;

class EfficientNetB0OnCpuTest extends CpuGoldenTest {
    EfficientNetB0OnCpuTest() {
        super("efficientnet", "efficientnet_b0", new EfficientNetB0(), 8);
    }
}
