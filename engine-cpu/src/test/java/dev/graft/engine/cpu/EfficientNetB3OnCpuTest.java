package dev.graft.engine.cpu;

import dev.graft.backbone.efficientnet.EfficientNetB3;

class EfficientNetB3OnCpuTest extends CpuGoldenTest {
    EfficientNetB3OnCpuTest() {
        super("efficientnet", "efficientnet_b3", new EfficientNetB3(), 1);
    }
}
