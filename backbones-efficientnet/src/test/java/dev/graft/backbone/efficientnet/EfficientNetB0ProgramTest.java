package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class EfficientNetB0ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetB0();
    }
}
