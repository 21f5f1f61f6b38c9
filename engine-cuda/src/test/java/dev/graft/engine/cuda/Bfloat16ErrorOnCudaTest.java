package dev.graft.engine.cuda;

import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.Precision;
import dev.graft.golden.Bfloat16ErrorContractTest;
import dev.graft.testkit.Effort;
import java.util.stream.Stream;

class Bfloat16ErrorOnCudaTest extends Bfloat16ErrorContractTest {
    Bfloat16ErrorOnCudaTest() {
        super(Simulation.fast(Precision.BF16), Simulation.fast(Precision.F32));
    }

    /** All draws of a network take minutes here, those of InceptionV3 an hour. */
    static Stream<Measured> networks() {
        return Effort.THOROUGH
                ? Stream.of(
                        Measured.all("vgg", "vgg19", new Vgg19()),
                        Measured.all("resnet", "resnet50", new ResNet50()),
                        Measured.all("efficientnet", "efficientnet_b0", new EfficientNetB0()))
                : Stream.of(Measured.one("efficientnet", "efficientnet_b0", new EfficientNetB0(), "fifth", 1));
    }
}
