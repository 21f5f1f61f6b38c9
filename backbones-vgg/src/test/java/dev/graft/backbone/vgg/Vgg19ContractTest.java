package dev.graft.backbone.vgg;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.LargeBackboneContractTest;
import java.util.Set;

/** The contract's form for large networks; {@link Vgg16ContractTest} holds the rest for the same kinds of layers. */
class Vgg19ContractTest extends LargeBackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new Vgg19();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(5);
    }
}
