package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.backbone.ProgramContractTest;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** In usual runs the compiled engine's own comparison with Keras holds the program. */
@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "half a minute of processor time")
class ResNet50V2ProgramTest extends ProgramContractTest {
    @Override
    protected Backbone backbone() {
        return new ResNet50V2();
    }
}
