package dev.graft.engine.cuda;

import dev.graft.backbone.inception.InceptionV3;

class InceptionV3OnCudaTest extends CudaGoldenTest {
    InceptionV3OnCudaTest() {
        super("inception", "inception_v3", new InceptionV3(), 8);
    }
}
