package dev.graft.augment.mri;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class LeftRightFlipTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new LeftRightFlip(0.25);
    }
}
