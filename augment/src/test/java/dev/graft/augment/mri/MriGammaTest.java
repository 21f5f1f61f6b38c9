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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MriGammaTest extends TransformContractTest {
    @Override
    protected Transform transform() {
        return new MriGamma(new Range(0.75, 1.5));
    }

    @Property(tries = 200)
    void theCurveIsThePower(
            @ForAll @DoubleRange(min = 0.5, max = 4) double gamma,
            @ForAll @DoubleRange(min = 0, max = 255) double value) {
        float[] values = {(float) value};
        new PowerCurve(gamma).apply(values, new ValueSpan(0, 255), false);

        assertThat((double) values[0]).isCloseTo(255 * Math.pow(value / 255, gamma), within(0.01));
    }

    @Test
    void blackAndTheBrightestStayAndOrderStays() {
        for (boolean inverted : new boolean[] {false, true}) {
            for (long seed = 0; seed < 20; seed++) {
                Picture before = Oracles.picture(24, 20);
                Picture after = Oracles.picture(24, 20);
                new MriGamma(new Range(0.5, 2), inverted).apply(after, new SplittableRandom(seed));
                assertThat(after.plane(0)[0]).isEqualTo(0, within(1e-4f));
                assertRising(before.plane(0), after.plane(0));
                assertThat(ValueSpan.of(after).most())
                        .isEqualTo(ValueSpan.of(before).most(), within(1e-4f));
            }
        }
    }

    /** Brighter values do not become darker than others. */
    static void assertRising(float[] before, float[] after) {
        for (int i = 1; i < before.length; i++) {
            if (before[i] > before[i - 1]) {
                assertThat(after[i]).isGreaterThanOrEqualTo(after[i - 1]);
            }
        }
    }

    @Test
    void halfOfTheDrawsBrightenWhateverTheRange() {
        int brighter = 0;
        for (long seed = 0; seed < 2000; seed++) {
            Picture picture = Oracles.picture(24, 20);
            float before = picture.plane(0)[24 * 10 + 12];
            new MriGamma(new Range(0.9, 3)).apply(picture, new SplittableRandom(seed));
            brighter += picture.plane(0)[24 * 10 + 12] > before ? 1 : 0;
        }
        assertThat(brighter / 2000.0).isCloseTo(0.5, within(0.04));
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new MriGamma(new Range(0, 1))).hasMessageContainingAll("gamma", "0.1");
    }
}
