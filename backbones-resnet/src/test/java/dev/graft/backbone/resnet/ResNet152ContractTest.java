package dev.graft.backbone.resnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link ResNet50ContractTest} holds the rest for the same kinds of layers. */
class ResNet152ContractTest extends SiblingContractTest {
    ResNet152ContractTest() {
        super(new ResNet152(), 12);
    }
}
