package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;

class EfficientNetB3GoldenTest extends KerasGoldenTest {
    EfficientNetB3GoldenTest() {
        super("efficientnet_b3", new EfficientNetB3(), 1);
    }
}
