package dev.graft.engine.cuda;

import dev.graft.backbone.baseline.SimpleCnn;

class SimpleCnnOnCudaTest extends CudaGoldenTest {
    SimpleCnnOnCudaTest() {
        super(BASELINES.resolve("simple_cnn"), new SimpleCnn(), 6);
    }
}
