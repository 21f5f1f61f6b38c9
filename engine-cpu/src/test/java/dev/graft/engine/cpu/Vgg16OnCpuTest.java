package dev.graft.engine.cpu;

import dev.graft.backbone.vgg.Vgg16;

class Vgg16OnCpuTest extends CpuGoldenTest {
    Vgg16OnCpuTest() {
        super("vgg", "vgg16", new Vgg16(), 4);
    }
}
