package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class SpikeTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Spike(new Range(1, 3), new Range(0.5, 2));
    }
}
