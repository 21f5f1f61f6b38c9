package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetB0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetB5ContractTest extends SiblingContractTest {
    EfficientNetB5ContractTest() {
        super(new EfficientNetB5(), 20);
    }
}
