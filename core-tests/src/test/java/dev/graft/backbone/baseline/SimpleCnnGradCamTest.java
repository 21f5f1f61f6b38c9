package dev.graft.backbone.baseline;

import dev.graft.golden.KerasGradCamTest;

class SimpleCnnGradCamTest extends KerasGradCamTest {
    SimpleCnnGradCamTest() {
        super("simple_cnn", new SimpleCnn());
    }
}
