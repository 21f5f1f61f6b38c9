package dev.graft.engine.cpu;

import dev.graft.backbone.inception.InceptionV3;

class InceptionV3OnCpuTest extends CpuGoldenTest {
    InceptionV3OnCpuTest() {
        super("inception", "inception_v3", new InceptionV3(), 8);
    }
}
