package dev.graft.engine.cuda;

import dev.graft.backbone.resnet.ResNet50V2;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "graft.thorough", matches = "true", disabledReason = "a minute of processor time")
class ResNet50V2OnCudaTest extends CudaGoldenTest {
    ResNet50V2OnCudaTest() {
        super("resnet", "resnet50_v2", new ResNet50V2(), 3);
    }
}
