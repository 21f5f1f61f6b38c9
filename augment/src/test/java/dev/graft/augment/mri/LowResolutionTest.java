package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class LowResolutionTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new LowResolution(new Range(0.5, 0.75));
    }
}
