package dev.graft.backbone.vgg;

import dev.graft.golden.KerasGoldenTest;

class Vgg19GoldenTest extends KerasGoldenTest {
    Vgg19GoldenTest() {
        super("vgg19", new Vgg19(), 6);
    }
}
