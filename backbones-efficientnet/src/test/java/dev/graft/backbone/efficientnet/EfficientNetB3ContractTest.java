package dev.graft.backbone.efficientnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link EfficientNetB0ContractTest} holds the rest for the same kinds of layers. */
class EfficientNetB3ContractTest extends SiblingContractTest {
    EfficientNetB3ContractTest() {
        super(new EfficientNetB3(), 20);
    }
}
