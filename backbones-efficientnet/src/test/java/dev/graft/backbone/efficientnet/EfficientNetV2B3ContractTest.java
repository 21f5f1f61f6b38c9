package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.BatchNormMode;
import dev.graft.testkit.backbone.LargeBackboneContractTest;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract's form for large networks; {@link EfficientNetV2B0ContractTest} holds the rest for the same kinds of layers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a larger sibling is always tested")
class EfficientNetV2B3ContractTest extends LargeBackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2B3();
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
