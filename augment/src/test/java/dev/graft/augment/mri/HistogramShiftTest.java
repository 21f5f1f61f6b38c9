package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class HistogramShiftTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new HistogramShift(new Range(5, 15), new Range(0.5, 1));
    }
}
