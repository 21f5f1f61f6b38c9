package dev.graft.backbone.resnet;

import dev.graft.golden.KerasGoldenTest;

class ResNet50V2GoldenTest extends KerasGoldenTest {
    ResNet50V2GoldenTest() {
        super("resnet50_v2", new ResNet50V2(), 3);
    }
}
