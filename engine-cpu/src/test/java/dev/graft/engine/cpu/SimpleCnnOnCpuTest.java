package dev.graft.engine.cpu;

import dev.graft.backbone.baseline.SimpleCnn;

class SimpleCnnOnCpuTest extends CpuGoldenTest {
    SimpleCnnOnCpuTest() {
        super(BASELINES.resolve("simple_cnn"), new SimpleCnn(), 6);
    }
}
