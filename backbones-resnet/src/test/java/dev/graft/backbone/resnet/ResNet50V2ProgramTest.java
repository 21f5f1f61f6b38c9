package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class ResNet50V2ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new ResNet50V2();
    }
}
