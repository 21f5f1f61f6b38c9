package dev.graft.engine.cpu;

import dev.graft.backbone.vgg.Vgg19;

class Vgg19OnCpuTest extends CpuGoldenTest {
    Vgg19OnCpuTest() {
        super("vgg", "vgg19", new Vgg19(), 6);
    }
}
