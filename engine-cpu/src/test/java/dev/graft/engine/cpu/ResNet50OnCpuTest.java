package dev.graft.engine.cpu;

import dev.graft.backbone.resnet.ResNet50;

class ResNet50OnCpuTest extends CpuGoldenTest {
    ResNet50OnCpuTest() {
        super("resnet", "resnet50", new ResNet50(), 8);
    }
}
