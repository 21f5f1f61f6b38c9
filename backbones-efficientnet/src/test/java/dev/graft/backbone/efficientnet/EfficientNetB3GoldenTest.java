package dev.graft.backbone.efficientnet;

import dev.graft.golden.KerasGoldenTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the engine for processors is held to the same numbers. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class EfficientNetB3GoldenTest extends KerasGoldenTest {
    EfficientNetB3GoldenTest() {
        super("efficientnet_b3", new EfficientNetB3(), 1);
    }
}
