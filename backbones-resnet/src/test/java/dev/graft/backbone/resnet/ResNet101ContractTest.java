package dev.graft.backbone.resnet;

import dev.graft.testkit.backbone.SiblingContractTest;

/** The contract's form for large networks; {@link ResNet50ContractTest} holds the rest for the same kinds of layers. */
class ResNet101ContractTest extends SiblingContractTest {
    ResNet101ContractTest() {
        super(new ResNet101(), 12);
    }
}
