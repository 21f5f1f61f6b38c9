package dev.graft.engine.cpu;

import dev.graft.backbone.densenet.DenseNet121;

class DenseNet121OnCpuTest extends CpuGoldenTest {
    DenseNet121OnCpuTest() {
        super("densenet", "densenet121", new DenseNet121(), 3);
    }
}
