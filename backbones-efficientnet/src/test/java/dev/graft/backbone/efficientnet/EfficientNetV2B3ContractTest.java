package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetV2B0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetV2B3ContractTest extends SiblingContractTest {
    EfficientNetV2B3ContractTest() {
        super(new EfficientNetV2B3(), 20);
    }
}
