package dev.graft.backbone.baseline;

import dev.graft.golden.KerasGoldenTest;

class SimpleCnnGoldenTest extends KerasGoldenTest {
    SimpleCnnGoldenTest() {
        super("simple_cnn", new SimpleCnn(), 6);
    }
}
