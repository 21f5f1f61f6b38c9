package dev.graft.backbone.resnet;

import dev.graft.golden.KerasGoldenTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the engine for processors is held to the same numbers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class ResNet101GoldenTest extends KerasGoldenTest {
    ResNet101GoldenTest() {
        super("resnet101", new ResNet101(), 1);
    }
}
