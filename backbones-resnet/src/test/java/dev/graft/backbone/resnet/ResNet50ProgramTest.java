package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class ResNet50ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new ResNet50();
    }
}
