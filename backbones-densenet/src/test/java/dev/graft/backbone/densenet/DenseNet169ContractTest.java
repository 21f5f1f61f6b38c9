package dev.graft.backbone.densenet;

import dev.graft.testkit.backbone.SiblingContractTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract's form for large networks; {@link DenseNet121ContractTest} holds the rest for the same kinds of layers. */
@EnabledIfSystemProperty(
        named = "graft.thorough",
        matches = "true",
        disabledReason = "a larger sibling is always tested")
class DenseNet169ContractTest extends SiblingContractTest {
    DenseNet169ContractTest() {
        super(new DenseNet169(), 12);
    }
}
