package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class EfficientNetV2B0ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2B0();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(20, layers);
    }
}
