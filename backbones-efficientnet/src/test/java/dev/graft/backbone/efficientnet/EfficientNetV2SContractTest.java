package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.BackboneContractTest;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs {@link EfficientNetV2B0ContractTest} holds the same for the same kinds of layers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "half a minute of processor time")
class EfficientNetV2SContractTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2S();
    }

    @Override
    protected int testSize() {
        return 64;
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return Set.of(20, layers);
    }

    /** At 2 the largest feature is 564 and a change of all parameters by 1e-7 of themselves moves features by 4e-3 of that. */
    @Override
    protected double kernelVariance() {
        return 1.6;
    }
}
