package dev.graft.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationPlanTest {
    private static final String IMAGE = "a".repeat(64);

    /** Computed apart, with Python's integers. */
    private static final long SEED_OF_42_AND_3 = 7017031358938578540L;

    @Test
    void seedsDifferByImagePassAndSeed() {
        Set<Long> seeds = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (long pass = 0; pass < 10; pass++) {
                for (int image = 0; image < 10; image++) {
                    seeds.add(new AugmentationPlan(new ShiftingAugmentation(), seed, 0)
                            .seed("b".repeat(15) + image + "c".repeat(48), pass));
                }
            }
        }
        assertThat(seeds).hasSize(1000);
    }

    @Test
    void aSeedNeverChanges() {
        // Of another day: results must stay what they were.
        assertThat(new AugmentationPlan(new ShiftingAugmentation(), 42, 0).seed(IMAGE, 3))
                .isEqualTo(SEED_OF_42_AND_3);
    }

    @Test
    void fixedViewsCannotBeMixed() {
        assertThatThrownBy(() -> new AugmentationPlan(new ShiftingAugmentation().mixed(), 1, 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no fixed views");
        assertThatThrownBy(() -> new AugmentationPlan(new ShiftingAugmentation(), 1, -1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("found -1");
    }

    @Test
    void saysWhatItDoes() {
        assertThat(AugmentationPlan.none().describe()).isEqualTo("none");
        assertThat(new AugmentationPlan(new ShiftingAugmentation(), 1, 0).describe())
                .isEqualTo("shifting, new in every epoch");
        assertThat(new AugmentationPlan(new ShiftingAugmentation(), 1, 3).describe())
                .isEqualTo("shifting, 3 fixed views per image");
    }
}
