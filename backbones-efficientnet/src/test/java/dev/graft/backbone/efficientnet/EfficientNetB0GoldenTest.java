package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;

class EfficientNetB0GoldenTest extends KerasGoldenTest {
    EfficientNetB0GoldenTest() {
        super("efficientnet_b0", new EfficientNetB0(), 8);
    }
}
