package dev.graft.backbone.baseline;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.LargeBackboneContractTest;
import java.util.Set;

/** The contract's form for large networks; {@link SimpleCnnContractTest} holds the rest for the same kinds of layers. */
class DeepCnnContractTest extends LargeBackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new DeepCnn();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(0, 2, layers);
    }
}
