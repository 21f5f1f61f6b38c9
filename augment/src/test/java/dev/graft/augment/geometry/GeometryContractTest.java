package dev.graft.augment.geometry;

import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import org.junit.jupiter.api.Nested;

/** What holds for every transform, for those that move pixels. */
class GeometryContractTest {
    @Nested
    class HorizontalFlips extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new HorizontalFlip();
        }
    }

    @Nested
    class VerticalFlips extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new VerticalFlip(new Probability(0.7));
        }
    }

    @Nested
    class Translations extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Translation(new Range(0.1, 0.3), Range.around(0.2), Fill.WRAP, Sampling.BILINEAR);
        }
    }

    @Nested
    class Zooms extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Zoom(new Range(0.7, 1.4));
        }
    }

    @Nested
    class ZoomsOutOfProportion extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Zoom(new Range(0.7, 1.4), new Range(0.9, 1.1), Fill.CONSTANT, Sampling.NEAREST);
        }
    }

    @Nested
    class Shears extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Shear(new Range(10, 30), Range.around(10), Fill.NEAREST, Sampling.BILINEAR);
        }
    }

    @Nested
    class AffineMovements extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Affine(
                    Range.around(20),
                    Range.around(0.1),
                    Range.around(0.1),
                    new Range(0.8, 1.3),
                    Range.around(5),
                    Range.around(5),
                    null,
                    null);
        }
    }

    @Nested
    class Crops extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new CropAndResize(new Range(0.3, 0.9));
        }
    }
}
