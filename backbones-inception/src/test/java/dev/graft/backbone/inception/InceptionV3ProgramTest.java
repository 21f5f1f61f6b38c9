package dev.graft.backbone.inception;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class InceptionV3ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new InceptionV3();
    }
}
