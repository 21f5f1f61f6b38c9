package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the compiled engine's own comparison with Keras holds the program. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class EfficientNetV2B0ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2B0();
    }
}
