package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class GibbsTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Gibbs(new Range(0.4, 0.7));
    }
}
