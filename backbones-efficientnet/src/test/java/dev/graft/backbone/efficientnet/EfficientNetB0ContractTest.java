package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;
import java.util.TreeSet;

class EfficientNetB0ContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetB0();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    /** Across the top, across the branches of a squeeze-and-excitation and of a residual, and all. */
    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return new TreeSet<>(Set.of(0, 1, 3, 9, 20, layers));
    }
}
