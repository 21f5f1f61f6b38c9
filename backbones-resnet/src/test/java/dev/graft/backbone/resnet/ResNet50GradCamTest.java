package dev.graft.backbone.resnet;

import dev.graft.golden.KerasGradCamTest;

class ResNet50GradCamTest extends KerasGradCamTest {
    ResNet50GradCamTest() {
        super("resnet50", new ResNet50());
    }
}
