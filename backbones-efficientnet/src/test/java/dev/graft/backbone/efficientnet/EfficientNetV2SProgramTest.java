package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class EfficientNetV2SProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2S();
    }
}
