package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGradCamTest;

class EfficientNetB0GradCamTest extends KerasGradCamTest {
    EfficientNetB0GradCamTest() {
        super("efficientnet_b0", new EfficientNetB0());
    }
}
