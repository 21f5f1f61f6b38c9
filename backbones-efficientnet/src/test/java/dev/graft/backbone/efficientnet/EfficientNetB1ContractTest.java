package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetB0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetB1ContractTest extends SiblingContractTest {
    EfficientNetB1ContractTest() {
        super(new EfficientNetB1(), 20);
    }
}
