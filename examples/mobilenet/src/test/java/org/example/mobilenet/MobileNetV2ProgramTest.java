package org.example.mobilenet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class MobileNetV2ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new MobileNetV2();
    }
}
