package dev.graft.golden;

import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.cpu.CpuEngine;
import dev.graft.testkit.Effort;
import java.util.stream.Stream;

class Bfloat16ErrorTest extends Bfloat16ErrorContractTest {
    private static final int THREADS = 1;

    Bfloat16ErrorTest() {
        super(new CpuEngine(new EngineOptions(THREADS, Precision.BF16)), new CpuEngine(new EngineOptions(THREADS)));
    }

    /** All draws of all networks take minutes. */
    static Stream<Measured> networks() {
        return Effort.THOROUGH
                ? Stream.of(
                        Measured.all("vgg", "vgg19", new Vgg19()),
                        Measured.all("resnet", "resnet50", new ResNet50()),
                        Measured.all("inception", "inception_v3", new InceptionV3()),
                        Measured.all("efficientnet", "efficientnet_b0", new EfficientNetB0()))
                : Stream.of(
                        Measured.one("resnet", "resnet50", new ResNet50(), "golden", 2),
                        Measured.one("efficientnet", "efficientnet_b0", new EfficientNetB0(), "fifth", 1));
    }
}
