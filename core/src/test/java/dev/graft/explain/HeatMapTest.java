package dev.graft.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    /** {@code tf.image.resize([[1, 3], [5, 7]], (4, 4))}. */
    @Test
    void stretchesAsTensorFlowDoes() {
        HeatMap stretched = new HeatMap(2, 2, new float[] {1, 3, 5, 7}).resized(4, 4);

        assertThat(stretched.values())
                .containsExactly(1, 1.5f, 2.5f, 3, 2, 2.5f, 3.5f, 4, 4, 4.5f, 5.5f, 6, 5, 5.5f, 6.5f, 7);
    }

    @Test
    void widthAndHeightAreNotMistaken() {
        HeatMap stretched = new HeatMap(1, 2, new float[] {0, 4}).resized(2, 3);

        assertThat(stretched).isEqualTo(new HeatMap(3, 2, new float[] {0, 4, 0, 4, 0, 4}));
    }

    @Property
    void stretchingStaysBetweenColdestAndHottest(
            @ForAll @Size(6) List<@FloatRange(max = 100) Float> given,
            @ForAll @IntRange(min = 1, max = 20) int width,
            @ForAll @IntRange(min = 1, max = 20) int height) {
        float[] values = new float[6];
        for (int i = 0; i < 6; i++) {
            values[i] = given.get(i);
        }
        HeatMap heat = new HeatMap(2, 3, values);

        HeatMap stretched = heat.resized(width, height);

        assertThat(stretched.hottest()).isLessThanOrEqualTo(heat.hottest() * 1.000001f);
        for (float value : stretched.values()) {
            assertThat(value).isNotNegative();
        }
    }

    @Test
    void normalisingMakesTheHottestOne() {
        assertThat(new HeatMap(1, 3, new float[] {0, 2, 8}).normalised().values())
                .containsExactly(new float[] {0, 0.25f, 1}, within(0f));
        assertThat(new HeatMap(1, 2, new float[2]).normalised().values()).containsExactly(0, 0);
        assertThat(new HeatMap(1, 2, new float[2]).isCold()).isTrue();
    }

    @Test
    void aMapOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new HeatMap(2, 2, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 4 values, found 3");
    }
}
