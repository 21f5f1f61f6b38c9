package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;

class EfficientNetV2B0GoldenTest extends KerasGoldenTest {
    EfficientNetV2B0GoldenTest() {
        super("efficientnet_v2_b0", new EfficientNetV2B0(), 3);
    }
}
