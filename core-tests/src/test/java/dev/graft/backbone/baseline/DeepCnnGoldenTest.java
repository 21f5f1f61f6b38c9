package dev.graft.backbone.baseline;

import dev.graft.golden.KerasGoldenTest;

class DeepCnnGoldenTest extends KerasGoldenTest {
    DeepCnnGoldenTest() {
        super("deep_cnn", new DeepCnn(), 3);
    }
}
