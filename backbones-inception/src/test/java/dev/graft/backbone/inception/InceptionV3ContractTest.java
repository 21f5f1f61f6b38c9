package dev.graft.backbone.inception;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class InceptionV3ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new InceptionV3();
    }

    @Override
    protected int testSize() {
        return 107;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(12, layers);
    }
}
