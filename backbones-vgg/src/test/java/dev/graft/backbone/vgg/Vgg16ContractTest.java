package dev.graft.backbone.vgg;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class Vgg16ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new Vgg16();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(3, layers);
    }
}
