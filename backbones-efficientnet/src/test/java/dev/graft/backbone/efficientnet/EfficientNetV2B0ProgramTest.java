package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class EfficientNetV2B0ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2B0();
    }
}
