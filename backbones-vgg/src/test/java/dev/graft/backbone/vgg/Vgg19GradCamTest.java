package dev.graft.backbone.vgg;

import dev.graft.golden.KerasGradCamTest;

class Vgg19GradCamTest extends KerasGradCamTest {
    Vgg19GradCamTest() {
        super("vgg19", new Vgg19());
    }
}
