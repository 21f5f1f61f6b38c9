package dev.graft.backbone.resnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link ResNet50ContractTest} holds the rest for the same kinds of layers. */
class ResNet50V2ContractTest extends SiblingContractTest {
    ResNet50V2ContractTest() {
        super(new ResNet50V2(), 12);
    }
}
