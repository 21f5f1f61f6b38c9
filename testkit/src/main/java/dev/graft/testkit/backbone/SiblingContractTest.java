package dev.graft.testkit.backbone;

import dev.graft.backbone.Backbone;
import dev.graft.freeze.BatchNormMode;
import dev.graft.testkit.Effort;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * {@link LargeBackboneContractTest} for a network that differs from a smaller sibling in depth and width alone: one training step,
 * with the last layers unfrozen and their batch normalizations in mode {@code KERAS}. In thorough runs alone: in usual ones the
 * list of its layers beside the original's is what can differ from the sibling.
 */
public abstract class SiblingContractTest extends LargeBackboneContractTest {
    private final Backbone backbone;
    private final int unfrozen;

    /**
     * @param backbone under test; it takes images of 64 px
     * @param unfrozen how many of its last layers learn
     */
    protected SiblingContractTest(Backbone backbone, int unfrozen) {
        this.backbone = backbone;
        this.unfrozen = unfrozen;
    }

    @BeforeAll
    static void thoroughly() {
        Assumptions.assumeTrue(Effort.THOROUGH, "a smaller sibling holds the same contract");
    }

    @Override
    protected final Backbone backbone() {
        return backbone;
    }

    @Override
    protected final int testSize() {
        return 64;
    }

    @Override
    protected final Set<Integer> unfrozenCounts(int layers) {
        return Set.of(unfrozen);
    }

    @Override
    protected final Set<BatchNormMode> batchNormModes() {
        return Set.of(BatchNormMode.KERAS);
    }
}
