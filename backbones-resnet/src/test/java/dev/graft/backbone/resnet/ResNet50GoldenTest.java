package dev.graft.backbone.resnet;

import dev.graft.golden.KerasGoldenTest;

class ResNet50GoldenTest extends KerasGoldenTest {
    ResNet50GoldenTest() {
        super("resnet50", new ResNet50(), 8);
    }
}
