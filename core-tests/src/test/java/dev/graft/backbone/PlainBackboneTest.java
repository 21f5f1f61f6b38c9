package dev.graft.backbone;

import dev.graft.testkit.backbone.BackboneContractTest;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;

class PlainBackboneTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new PlainBackbone();
    }

    @Override
    protected int testSize() {
        return 16;
    }

    @Override
    protected BackboneRegistry registry() {
        return new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone()));
    }
}
