package dev.graft.backbone.vgg;

import dev.graft.golden.KerasGoldenTest;

class Vgg16GoldenTest extends KerasGoldenTest {
    Vgg16GoldenTest() {
        super("vgg16", new Vgg16(), 4);
    }
}
