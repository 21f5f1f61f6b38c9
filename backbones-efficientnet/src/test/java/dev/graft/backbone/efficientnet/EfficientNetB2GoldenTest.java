package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;

class EfficientNetB2GoldenTest extends KerasGoldenTest {
    EfficientNetB2GoldenTest() {
        super("efficientnet_b2", new EfficientNetB2(), 1);
    }
}
