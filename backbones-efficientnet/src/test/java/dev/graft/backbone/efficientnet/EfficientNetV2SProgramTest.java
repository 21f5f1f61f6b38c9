package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the compiled engine's own comparison with Keras holds the program. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "seconds of processor time")
class EfficientNetV2SProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetV2S();
    }

    /** At 2 the largest feature is 564 and a change of all parameters by 1e-7 of themselves moves features by 4e-3 of that. */
    @Override
    protected double kernelVariance() {
        return 1.6;
    }
}
