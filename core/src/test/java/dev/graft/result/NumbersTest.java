package dev.graft.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void percentNeverRoundsToPerfection() {
        assertThat(Numbers.percent(0.9423)).isEqualTo("94.2 %");
        assertThat(Numbers.percent(1)).isEqualTo("100.0 %");
        assertThat(Numbers.percent(0.99999)).isEqualTo("99.9 %");
        assertThat(Numbers.percent(0.00001)).isEqualTo("0.1 %");
        assertThat(Numbers.percent(0)).isEqualTo("0.0 %");
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.percentRange(0.885, 0.972)).isEqualTo("88.5–97.2 %");
    }

    @Test
    void ratioHasThreeDecimals() {
        assertThat(Numbers.ratio(0.98765)).isEqualTo("0.988");
        assertThat(Numbers.ratio(0.99999)).isEqualTo("0.999");
        assertThat(Numbers.ratio(1)).isEqualTo("1.000");
        assertThat(Numbers.ratio(-0.00001)).isEqualTo("0.000");
        assertThat(Numbers.ratio(Double.NaN)).isEqualTo("–");
    }

    @Test
    void threeDigitsWhateverTheSize() {
        assertThat(Numbers.threeDigits(0.5)).isEqualTo("0.500");
        assertThat(Numbers.threeDigits(0.012345)).isEqualTo("0.0123");
        assertThat(Numbers.threeDigits(1)).isEqualTo("1.00");
        assertThat(Numbers.threeDigits(0.9999)).isEqualTo("1.00");
        assertThat(Numbers.threeDigits(12345)).isEqualTo("12300");
        assertThat(Numbers.threeDigits(0)).isEqualTo("0");
        assertThat(Numbers.threeDigits(2.22e-16)).isEqualTo("2.22e-16");
        assertThat(Numbers.threeDigits(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Numbers.threeDigits(Double.NaN)).isEqualTo("–");
    }

    @Test
    void settingsAreNotPadded() {
        assertThat(Numbers.setting(0.01)).isEqualTo("0.01");
        assertThat(Numbers.setting(1e-4f)).isEqualTo("0.0001");
        assertThat(Numbers.setting(0)).isEqualTo("0");
    }

    @Test
    void countsAndTimes() {
        assertThat(Numbers.counted(1, "image")).isEqualTo("1 image");
        assertThat(Numbers.counted(2000, "image")).isEqualTo("2,000 images");
        assertThat(Numbers.compact(1281)).isEqualTo("1,281");
        assertThat(Numbers.compact(4_049_571)).isEqualTo("4.05 M");
        assertThat(Numbers.duration(0.8412)).isEqualTo("0.841 s");
        assertThat(Numbers.duration(38.2)).isEqualTo("38 s");
        assertThat(Numbers.duration(59.7)).isEqualTo("1 min 00 s");
        assertThat(Numbers.duration(252)).isEqualTo("4 min 12 s");
        assertThat(Numbers.duration(3780)).isEqualTo("1 h 03 min");
    }
}
