package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.BatchNormMode;
import dev.graft.testkit.backbone.LargeBackboneContractTest;
import java.util.Set;

/** The contract's form for large networks; {@link EfficientNetV2B0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetV2MContractTest extends LargeBackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2M();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(12);
    }

    @Override
    protected Set<BatchNormMode> batchNormModes() {
        return Set.of(BatchNormMode.KERAS);
    }
}
