package dev.graft.engine.cuda;

import dev.graft.backbone.inception.InceptionV3;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class InceptionV3OnCudaTest extends CudaGoldenTest {
    InceptionV3OnCudaTest() {
        super("inception", "inception_v3", new InceptionV3(), 8);
    }
}
