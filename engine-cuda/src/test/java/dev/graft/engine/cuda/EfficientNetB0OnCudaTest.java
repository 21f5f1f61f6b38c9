package dev.graft.engine.cuda;

import dev.graft.backbone.efficientnet.EfficientNetB0;

class EfficientNetB0OnCudaTest extends CudaGoldenTest {
    EfficientNetB0OnCudaTest() {
        super("efficientnet", "efficientnet_b0", new EfficientNetB0(), 8);
    }
}
