package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class MotionTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Motion(Range.around(10), Range.around(0.04));
    }
}
