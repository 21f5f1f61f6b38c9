package dev.graft.augment.quality;

import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import org.junit.jupiter.api.Nested;

/** What holds for every transform, for noise, blur and the like. */
class QualityContractTest {
    @Nested
    class Noises extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new GaussianNoise(new Range(0.01, 0.2));
        }
    }

    @Nested
    class Blurs extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new GaussianBlur(new Range(0.5, 3));
        }
    }

    @Nested
    class BlursOfGivenSize extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new GaussianBlur(new Range(0.5, 3), 5);
        }
    }

    @Nested
    class Sharpnesses extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Sharpness(new Range(0, 4));
        }
    }

    @Nested
    class Cutouts extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Cutout(new Range(0.1, 0.4), null, Range.of(120), new Probability(0.9));
        }
    }
}
