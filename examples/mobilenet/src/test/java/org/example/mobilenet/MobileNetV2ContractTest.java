package org.example.mobilenet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;
import java.util.TreeSet;

class MobileNetV2ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new MobileNetV2();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    /** The top, into the last block, across the branches of a residual, and all. */
    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return new TreeSet<>(Set.of(0, 1, 3, 7, 15, layers));
    }
}
