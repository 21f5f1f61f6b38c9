package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.BatchNormMode;
import dev.graft.testkit.backbone.LargeBackboneContractTest;
import java.util.Set;

/** The contract's form for large networks; {@link ResNet50ContractTest} holds the rest for the same kinds of layers. */
class ResNet50V2ContractTest extends LargeBackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new ResNet50V2();
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
