package dev.graft.engine.cpu;

import dev.graft.backbone.resnet.ResNet50V2;

class ResNet50V2OnCpuTest extends CpuGoldenTest {
    ResNet50V2OnCpuTest() {
        super("resnet", "resnet50_v2", new ResNet50V2(), 3);
    }
}
