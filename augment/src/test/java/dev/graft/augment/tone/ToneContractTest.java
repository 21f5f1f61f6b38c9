package dev.graft.augment.tone;

import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import org.junit.jupiter.api.Nested;

/** What holds for every transform, for those that change values. */
class ToneContractTest {
    @Nested
    class Brightnesses extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Brightness(new Range(0.5, 1.5));
        }
    }

    @Nested
    class Contrasts extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Contrast(new Range(0.5, 1.7));
        }
    }

    @Nested
    class Saturations extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Saturation(new Range(0.1, 2));
        }
    }

    @Nested
    class Hues extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Hue(Range.around(0.4));
        }
    }

    @Nested
    class Gammas extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Gamma(new Range(0.3, 1.6));
        }
    }

    @Nested
    class Posterizations extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Posterize(new Range(1, 5), null);
        }
    }

    @Nested
    class Solarizations extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Solarize(new Range(50, 200), Probability.ALWAYS);
        }
    }

    @Nested
    class Inversions extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Invert(null);
        }
    }

    @Nested
    class AutoContrasts extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new AutoContrast(Probability.ALWAYS);
        }
    }

    @Nested
    class Equalizations extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Equalize(Probability.ALWAYS);
        }
    }
}
