package dev.graft.backbone.resnet;

import dev.graft.backbone.Backbone;
import dev.graft.testkit.freeze.FreezingContractTest;

class ResNet50FreezingTest extends FreezingContractTest {
    @Override
    protected Backbone backbone() {
        return new ResNet50();
    }

    @Override
    protected String lastThreeLayers() {
        return "last 3 layers unfrozen: 3 of 175 layers, 4,096 of 23,587,712 parameters (0.02 %) learn, batch norm mode KERAS";
    }

    @Override
    protected int testSize() {
        return 64;
    }
}
