package dev.graft.engine.cuda;

import dev.graft.backbone.resnet.ResNet50;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class ResNet50OnCudaTest extends CudaGoldenTest {
    ResNet50OnCudaTest() {
        super("resnet", "resnet50", new ResNet50(), 8);
    }
}
