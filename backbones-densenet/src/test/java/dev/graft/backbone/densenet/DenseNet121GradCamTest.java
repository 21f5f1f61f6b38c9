package dev.graft.backbone.densenet;

import dev.graft.golden.KerasGradCamTest;

class DenseNet121GradCamTest extends KerasGradCamTest {
    DenseNet121GradCamTest() {
        super("densenet121", new DenseNet121());
    }
}
