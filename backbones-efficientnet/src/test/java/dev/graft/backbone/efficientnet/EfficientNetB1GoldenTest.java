package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;

class EfficientNetB1GoldenTest extends KerasGoldenTest {
    EfficientNetB1GoldenTest() {
        super("efficientnet_b1", new EfficientNetB1(), 1);
    }
}
