package dev.graft.backbone.densenet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;

class DenseNet121ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new DenseNet121();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(24, layers);
    }
}
