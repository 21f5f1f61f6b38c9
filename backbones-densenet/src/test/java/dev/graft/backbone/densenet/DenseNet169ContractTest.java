package dev.graft.backbone.densenet;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.BatchNormMode;
import dev.graft.testkit.backbone.LargeBackboneContractTest;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract's form for large networks; {@link DenseNet121ContractTest} holds the rest for the same kinds of layers. */
@EnabledIfSystemProperty(
        named = "graft.thorough",
        matches = "true",
        disabledReason = "a larger sibling is always tested")
class DenseNet169ContractTest extends LargeBackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new DenseNet169();
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
