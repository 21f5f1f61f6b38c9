package dev.graft.backbone;

import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.testkit.freeze.FreezingContractTest;
import dev.graft.testkit.model.TinyBackbone;

class TinyBackboneFreezingTest extends FreezingContractTest {
    @Override
    protected Backbone backbone() {
        return new TinyBackbone();
    }

    @Override
    protected String lastThreeLayers() {
        return "last 3 layers unfrozen: 3 of 21 layers, 120 of 641 parameters (18.72 %) learn, batch norm mode KERAS";
    }

    @Override
    protected int tries() {
        return 12;
    }

    /** With a batch norm in the head, which learns its statistics in either mode. */
    @Override
    protected Head head() {
        return HeadPreset.DENSE_GAP_BATCH_NORM.head(backbone().spec(), 8, 0, HeadOutput.SIGMOID);
    }
}
