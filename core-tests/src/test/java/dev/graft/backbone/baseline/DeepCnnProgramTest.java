package dev.graft.backbone.baseline;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class DeepCnnProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new DeepCnn();
    }

    @Override
    protected int unfrozen() {
        return 5;
    }
}
