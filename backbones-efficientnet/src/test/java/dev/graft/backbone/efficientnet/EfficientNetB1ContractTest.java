package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class EfficientNetB1ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetB1();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(0, 20, layers);
    }
}
