package dev.graft.augment.automatic;

import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import org.junit.jupiter.api.Nested;

/** What holds for every transform, for those that draw operations. */
class AutomaticContractTest {
    @Nested
    class RandomOperations extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new RandAugment(2, 9);
        }
    }

    @Nested
    class OneOperation extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new TrivialAugment();
        }
    }
}
