package dev.graft.backbone.inception;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.freeze.FreezingContractTest;

class InceptionV3FreezingTest extends FreezingContractTest {
    @Override
    protected Backbone backbone() {
        return new InceptionV3();
    }

    @Override
    protected String lastThreeLayers() {
        return "last 3 layers unfrozen: 3 of 311 layers, 0 of 21,802,784 parameters (0.00 %) learn: none of these layers has any, so this equals all layers frozen";
    }
}
