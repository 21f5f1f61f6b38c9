package dev.graft.backbone.densenet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link DenseNet121ContractTest} holds the rest for the same kinds of layers. */
class DenseNet201ContractTest extends SiblingContractTest {
    DenseNet201ContractTest() {
        super(new DenseNet201(), 12);
    }
}
