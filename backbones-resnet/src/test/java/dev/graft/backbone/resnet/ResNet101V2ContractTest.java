package dev.graft.backbone.resnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link ResNet50ContractTest} holds the rest for the same kinds of layers. */
class ResNet101V2ContractTest extends SiblingContractTest {
    ResNet101V2ContractTest() {
        super(new ResNet101V2(), 12);
    }
}
