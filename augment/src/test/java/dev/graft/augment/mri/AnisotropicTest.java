package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class AnisotropicTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Anisotropic(new Range(1.5, 5));
    }
}
