package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the engine for processors is held to the same numbers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class EfficientNetV2B0GoldenTest extends KerasGoldenTest {
    EfficientNetV2B0GoldenTest() {
        super("efficientnet_v2_b0", new EfficientNetV2B0(), 3);
    }
}
