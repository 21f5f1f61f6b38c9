package dev.graft.augment.geometry;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;

class ElasticTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Elastic(new Range(0.1, 0.3));
    }
}
