package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import org.junit.jupiter.api.Test;

class GhostingTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new Ghosting(new Range(4, 10), new Range(0.5, 1));
    }

    @Test
    void ghostsLieAtEqualDistances() {
        // A bright dot: every fourth line weakened by w gives 1 - w/4 of it, and w/4 at each quarter, but for the
        // mean's line.
        float[] plane = new float[16 * 8];
        plane[2 * 16 + 1] = 200;
        Ghosting.multiply(plane, new Lines(16, 8, true), Ghosting.factors(16, 4, 0.8, 0));

        float mean = 0.8f * 200 / 16;
        assertThat(plane[2 * 16 + 1]).isCloseTo(200 * 0.8f + mean, within(0.01f));
        for (int x : new int[] {5, 9, 13}) {
            assertThat(plane[2 * 16 + x]).isCloseTo(200 * 0.2f - mean, within(0.01f));
        }
        assertThat(plane[2 * 16 + 3]).isCloseTo(mean, within(0.01f));
        assertThat(plane[3 * 16 + 5]).isZero();
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new Ghosting(new Range(1, 4), Range.of(1))).hasMessageContainingAll("ghosts", "2.0");
        assertThatThrownBy(() -> new Ghosting(new Range(2, 4.5), Range.of(1))).hasMessageContainingAll("whole", "4.5");
        assertThatThrownBy(() -> new Ghosting(new Range(2, 4), Range.of(2))).hasMessageContaining("intensity");
        assertThatThrownBy(() -> new Ghosting(new Range(2, 4), Range.of(1), Range.of(-1), null))
                .hasMessageContaining("restore");
    }
}
