package org.example.mobilenet;

import dev.graft.golden.KerasGoldenTest;

class NarrowMobileNetV2GoldenTest extends KerasGoldenTest {
    NarrowMobileNetV2GoldenTest() {
        super("mobilenet_v2_035", new MobileNetV2(Alpha.A035), 2);
    }
}
