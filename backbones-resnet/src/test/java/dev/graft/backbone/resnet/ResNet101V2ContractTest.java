package dev.graft.backbone.resnet;

import dev.graft.testkit.backbone.SiblingContractTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract's form for large networks; {@link ResNet50ContractTest} holds the rest for the same kinds of layers. */
@EnabledIfSystemProperty(
        named = "graft.thorough",
        matches = "true",
        disabledReason = "a larger sibling is always tested")
class ResNet101V2ContractTest extends SiblingContractTest {
    ResNet101V2ContractTest() {
        super(new ResNet101V2(), 12);
    }
}
