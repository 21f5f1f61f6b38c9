package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class ResNet50ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new ResNet50();
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
