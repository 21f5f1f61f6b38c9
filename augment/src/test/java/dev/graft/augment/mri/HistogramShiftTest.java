package dev.graft.augment.mri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Oracles;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformContractTest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramShiftTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new HistogramShift(new Range(5, 15), new Range(0.5, 1));
    }

    @Test
    void blackAndTheBrightestStayAndOrderStays() {
        for (long seed = 0; seed < 50; seed++) {
            Picture before = Oracles.picture(24, 20);
            Picture after = Oracles.picture(24, 20);
            new HistogramShift(null, null).apply(after, new SplittableRandom(seed));

            assertThat(after.plane(0)[0]).isZero();
            MriGammaTest.assertRising(before.plane(0), after.plane(0));
            assertThat(ValueSpan.of(after).most())
                    .isEqualTo(ValueSpan.of(before).most(), within(1e-3f));
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new HistogramShift(Range.of(2), null)).hasMessageContainingAll("points", "3.0");
        assertThatThrownBy(() -> new HistogramShift(Range.of(4.5), null)).hasMessageContainingAll("points", "whole");
        assertThatThrownBy(() -> new HistogramShift(null, Range.of(2))).hasMessageContaining("amount");
    }
}
