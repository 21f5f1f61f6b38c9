package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class MriGammaTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new MriGamma(new Range(0.75, 1.5));
    }
}
