package dev.graft.augment.transform;

import dev.graft.augment.geometry.HorizontalFlip;
import dev.graft.augment.geometry.Rotation;
import dev.graft.augment.tone.Brightness;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** What holds for every transform, for those made of transforms. */
class CombinationContractTest {
    private static final Transform DARKER = new Brightness(new Range(0.5, 0.9));
    private static final Transform TURNED = new Rotation(new Range(5, 60));

    @Nested
    class Occasions extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new Sometimes(new Probability(0.6), TURNED);
        }
    }

    @Nested
    class Sequences extends TransformContractTest {
        @Override
        protected Transform transform() {
            return Sequence.of(TURNED, new HorizontalFlip(), DARKER);
        }
    }

    @Nested
    class Choices extends TransformContractTest {
        @Override
        protected Transform transform() {
            return OneOf.of(TURNED, Sequence.of(DARKER, TURNED), new Sometimes(Probability.HALF, DARKER));
        }
    }

    @Nested
    class WeightedChoices extends TransformContractTest {
        @Override
        protected Transform transform() {
            return new OneOf(List.of(TURNED, DARKER), List.of(0.25, 2.0));
        }
    }
}
