package dev.graft.engine.cuda;

import dev.graft.backbone.resnet.ResNet50;

class ResNet50OnCudaTest extends CudaGoldenTest {
    ResNet50OnCudaTest() {
        super("resnet", "resnet50", new ResNet50(), 8);
    }
}
