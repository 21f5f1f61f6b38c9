package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetV2B0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetV2MContractTest extends SiblingContractTest {
    EfficientNetV2MContractTest() {
        super(new EfficientNetV2M(), 20);
    }

    /** At 2 probabilities are 0 and 1, so nothing learns, and a change of all parameters by 1e-7 of themselves moves every feature. */
    @Override
    protected double kernelVariance() {
        return 1.6;
    }
}
