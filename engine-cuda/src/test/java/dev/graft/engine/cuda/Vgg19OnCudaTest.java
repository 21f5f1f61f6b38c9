package dev.graft.engine.cuda;

import dev.graft.backbone.vgg.Vgg19;

class Vgg19OnCudaTest extends CudaGoldenTest {
    Vgg19OnCudaTest() {
        super("vgg", "vgg19", new Vgg19(), 6);
    }
}
