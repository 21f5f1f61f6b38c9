package org.example.mobilenet;

import dev.graft.golden.KerasGoldenTest;

class MobileNetV2GoldenTest extends KerasGoldenTest {
    MobileNetV2GoldenTest() {
        super("mobilenet_v2", new MobileNetV2(), 8);
    }
}
