package dev.graft.engine.cuda;

import dev.graft.backbone.vgg.Vgg19;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class Vgg19OnCudaTest extends CudaGoldenTest {
    Vgg19OnCudaTest() {
        super("vgg", "vgg19", new Vgg19(), 6);
    }
}
