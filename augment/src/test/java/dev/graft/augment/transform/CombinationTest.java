package dev.graft.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.geometry.Translation;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.tone.Brightness;
import dev.graft.augment.tone.Invert;
import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CombinationTest {
    private static final Transform HALF = new Brightness(Range.of(0.5));
    private static final Transform QUARTER = new Brightness(Range.of(0.25));
    private static final Transform BLACK = new Brightness(Range.of(0));

    @Test
    void somethingIsDoneAsOftenAsItsProbabilitySays() {
        assertThat(partWithValue(new Sometimes(new Probability(0.3), HALF), 50)).isCloseTo(0.3, within(0.02));
    }

    @Test
    void aSequenceKeepsItsOrder() {
        assertThat(partWithValue(Sequence.of(HALF, new Invert(Probability.ALWAYS)), 205))
                .isEqualTo(1);
        assertThat(partWithValue(Sequence.of(new Invert(Probability.ALWAYS), HALF), 78))
                .isEqualTo(1);
    }

    @Test
    void whatOnePartDrawsIsNothingToTheNext() {
        Transform noisy = new Brightness(new Range(0.4, 0.9));
        Transform alone = Sequence.of(new Sometimes(new Probability(0), HALF), noisy);
        Transform after = Sequence.of(new Translation(Range.of(0), Range.of(0)), noisy);

        assertThat(value(alone, 3)).isEqualTo(value(after, 3));
    }

    @Test
    void oneOfChoosesEvenlyOrByWeights() {
        OneOf even = OneOf.of(HALF, QUARTER);
        OneOf weighted = new OneOf(List.of(HALF, BLACK, QUARTER), List.of(3.0, 0.0, 1.0));

        assertThat(partWithValue(even, 50)).isCloseTo(0.5, within(0.03));
        assertThat(partWithValue(even, 25)).isCloseTo(0.5, within(0.03));
        assertThat(partWithValue(weighted, 50)).isCloseTo(0.75, within(0.03));
        assertThat(partWithValue(weighted, 25)).isCloseTo(0.25, within(0.03));
        assertThat(partWithValue(weighted, 0)).isZero();
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new OneOf(List.of(), null)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> new OneOf(List.of(HALF, QUARTER), List.of(1.0)))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("2 transforms", "[1.0]");
        assertThatThrownBy(() -> new OneOf(List.of(HALF), List.of(0.0))).hasMessageContaining("not all 0");
        assertThatThrownBy(() -> new OneOf(List.of(HALF), Arrays.asList((Double) null)))
                .isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> new Sometimes(null, HALF)).hasMessageContaining("probability");
        assertThatThrownBy(() -> new Probability(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new Probability(Double.NaN)).isInstanceOf(GraftException.class);
    }

    /** In how many of 4000 seeds a value of 100 becomes the given one, as a part. */
    private static double partWithValue(Transform transform, int value) {
        int hits = 0;
        for (int seed = 0; seed < 4000; seed++) {
            hits += value(transform, seed) == value ? 1 : 0;
        }
        return hits / 4000.0;
    }

    private static int value(Transform transform, long seed) {
        Picture picture = new Picture();
        picture.read(new RgbImage(1, 1, new byte[] {100, 100, 100}));
        // A generator whose first numbers are as good as later ones, whatever the seed.
        transform.apply(picture, new SplittableRandom(new SplittableRandom(seed).nextLong()));
        return picture.toImage().value(0, 0, 0);
    }
}
