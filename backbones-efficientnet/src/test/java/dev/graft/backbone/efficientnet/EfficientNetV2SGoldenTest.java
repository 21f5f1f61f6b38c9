package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the engine for processors is held to the same numbers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class EfficientNetV2SGoldenTest extends KerasGoldenTest {
    EfficientNetV2SGoldenTest() {
        super("efficientnet_v2_s", new EfficientNetV2S(), 1);
    }
}
