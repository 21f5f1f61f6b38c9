package dev.graft.backbone.resnet;

import dev.graft.golden.KerasGoldenTest;

class ResNet101GoldenTest extends KerasGoldenTest {
    ResNet101GoldenTest() {
        super("resnet101", new ResNet101(), 1);
    }
}
