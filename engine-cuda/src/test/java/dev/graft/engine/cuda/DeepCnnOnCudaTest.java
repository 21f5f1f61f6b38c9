package dev.graft.engine.cuda;

import dev.graft.backbone.baseline.DeepCnn;

class DeepCnnOnCudaTest extends CudaGoldenTest {
    DeepCnnOnCudaTest() {
        super(BASELINES.resolve("deep_cnn"), new DeepCnn(), 3);
    }
}
