package dev.graft.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAveragingTest {
    @ParameterizedTest
    @CsvSource({
        "swa:0.5, 10, 6",
        "swa:0.5, 7, 4",
        "swa:0.29, 100, 30",
        "swa:0, 3, 1",
        "swa:0.99, 3, 3",
        "swa:12, 10, 12",
        "ema:0.9, 10, 1"
    })
    void beginsWhereItSays(String text, int epochs, int first) {
        WeightAveraging averaging = WeightAveraging.of(text);
        assertThat(averaging.firstEpoch(epochs)).isEqualTo(first);
        assertThat(WeightAveraging.of(averaging.toString())).isEqualTo(averaging);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"swa", "swa:1.5", "swa:-1", "ema:0", "ema:1", "ema:2", "mean:0.5", "", "SWA:0.5", "swa:1e3"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> WeightAveraging.of(text))
                .isInstanceOf(GraftException.class)
                .hasMessageMatching("(?i).*found.*");
    }
}
