package dev.graft.backbone.densenet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link DenseNet121ContractTest} holds the rest for the same kinds of layers. */
class DenseNet169ContractTest extends SiblingContractTest {
    DenseNet169ContractTest() {
        super(new DenseNet169(), 12);
    }
}
