package dev.graft.backbone.vgg;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.freeze.FreezingContractTest;

class Vgg19FreezingTest extends FreezingContractTest {
    @Override
    protected Backbone backbone() {
        return new Vgg19();
    }

    @Override
    protected String lastThreeLayers() {
        return "last 3 layers unfrozen: 3 of 22 layers, 4,719,616 of 20,024,384 parameters (23.57 %) learn, batch norm mode KERAS";
    }
}
