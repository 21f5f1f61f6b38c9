package dev.graft.backbone.densenet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;

class DenseNet121ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new DenseNet121();
    }
}
