package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetV2B0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetV2B1ContractTest extends SiblingContractTest {
    EfficientNetV2B1ContractTest() {
        super(new EfficientNetV2B1(), 20);
    }
}
