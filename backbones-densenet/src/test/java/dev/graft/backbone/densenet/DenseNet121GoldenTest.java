package dev.graft.backbone.densenet;

import dev.graft.golden.KerasGoldenTest;

class DenseNet121GoldenTest extends KerasGoldenTest {
    DenseNet121GoldenTest() {
        super("densenet121", new DenseNet121(), 3);
    }
}
