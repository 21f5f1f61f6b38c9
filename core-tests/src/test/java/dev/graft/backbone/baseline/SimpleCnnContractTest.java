package dev.graft.backbone.baseline;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class SimpleCnnContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new SimpleCnn();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(0, 1, 2, 5, layers);
    }
}
