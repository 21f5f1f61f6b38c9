package dev.graft.backbone.efficientnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.freeze.FreezingContractTest;

class EfficientNetB0FreezingTest extends FreezingContractTest {
    @Override
    protected Backbone backbone() {
        return new EfficientNetB0();
    }

    @Override
    protected String lastThreeLayers() {
        return "last 3 layers unfrozen: 3 of 237 layers, 412,160 of 4,049,571 parameters (10.18 %) learn, batch norm mode KERAS";
    }

    @Override
    protected int testSize() {
        return 64;
    }
}
