package dev.graft.engine.cpu;

import dev.graft.backbone.baseline.DeepCnn;

class DeepCnnOnCpuTest extends CpuGoldenTest {
    DeepCnnOnCpuTest() {
        super(BASELINES.resolve("deep_cnn"), new DeepCnn(), 3);
    }
}
