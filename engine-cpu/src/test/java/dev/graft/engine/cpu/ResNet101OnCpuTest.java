package dev.graft.engine.cpu;

import dev.graft.backbone.resnet.ResNet101;

class ResNet101OnCpuTest extends CpuGoldenTest {
    ResNet101OnCpuTest() {
        super("resnet", "resnet101", new ResNet101(), 1);
    }
}
