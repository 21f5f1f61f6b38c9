package dev.graft.backbone.baseline;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class SimpleCnnProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new SimpleCnn();
    }

    @Override
    protected int unfrozen() {
        return 5;
    }
}
