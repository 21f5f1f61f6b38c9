package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetB0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetB6ContractTest extends SiblingContractTest {
    EfficientNetB6ContractTest() {
        super(new EfficientNetB6(), 20);
    }
}
