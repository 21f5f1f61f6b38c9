package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;

class EfficientNetV2SGoldenTest extends KerasGoldenTest {
    EfficientNetV2SGoldenTest() {
        super("efficientnet_v2_s", new EfficientNetV2S(), 1);
    }
}
