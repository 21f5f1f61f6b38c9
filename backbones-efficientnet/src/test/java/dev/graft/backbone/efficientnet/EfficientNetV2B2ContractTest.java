package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetV2B0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetV2B2ContractTest extends SiblingContractTest {
    EfficientNetV2B2ContractTest() {
        super(new EfficientNetV2B2(), 20);
    }
}
