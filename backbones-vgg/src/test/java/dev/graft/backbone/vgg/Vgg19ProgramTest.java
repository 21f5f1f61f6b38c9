package dev.graft.backbone.vgg;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class Vgg19ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new Vgg19();
    }

    @Override
    protected int unfrozen() {
        return 5;
    }
}
