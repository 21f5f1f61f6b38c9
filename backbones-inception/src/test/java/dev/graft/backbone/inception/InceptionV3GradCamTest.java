package dev.graft.backbone.inception;

import dev.graft.golden.KerasGradCamTest;

class InceptionV3GradCamTest extends KerasGradCamTest {
    InceptionV3GradCamTest() {
        super("inception_v3", new InceptionV3());
    }
}
