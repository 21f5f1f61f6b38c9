package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalOptionsTest {
    @Test
    void eachSettingChangesWhatItSaysAndNothingElse() {
        FeatureCache none = FeatureCache.defaults();
        FeatureCache small = new FeatureCache(1, java.util.Optional.empty(), 2);
        LocalOptions options = LocalOptions.of(4);

        assertThat(options)
                .isEqualTo(new LocalOptions(4, Precision.F32, 1, Long.MAX_VALUE, none, 20L << 30, 0.05, false));
        assertThat(options.withPrecision(Precision.BF16)
                        .withSlots(2, 7)
                        .withFeatures(small, 9)
                        .withModels(true)
                        .withCheckpoints(0.5))
                .isEqualTo(new LocalOptions(4, Precision.BF16, 2, 7, small, 9, 0.5, true));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0, 0", "1, 0, 0, 0", "2, 3, 0, 0", "1, 1, -1, 0", "1, 1, 0, -1"})
    void whatMakesNoSenseIsRefused(int threads, int slots, long memory, long features) {
        FeatureCache cache = FeatureCache.defaults();

        assertThatThrownBy(() -> new LocalOptions(threads, Precision.F32, slots, memory, cache, features, 1, false))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("found " + threads + " threads, " + slots + " slots");
        assertThatCode(() -> new LocalOptions(2, Precision.F32, 2, 0, cache, 0, 1, false))
                .doesNotThrowAnyException();
    }
}
