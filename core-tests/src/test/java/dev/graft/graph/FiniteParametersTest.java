package dev.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

class FiniteParametersTest {
    @Property(tries = 200)
    void valuesAreFiniteIfEachOneIs(@ForAll float value, @ForAll @IntRange(min = 0, max = 40_000) int place) {
        try (FloatPointer values = new FloatPointer(40_001)) {
            values.fill(0);
            values.put(place, value);

            assertThat(FiniteParameters.in(values, 40_001)).isEqualTo(Float.isFinite(value));
        }
    }

    @Property(tries = 60)
    void oneThatIsNotIsFoundAnywhere(
            @ForAll @IntRange(min = 0, max = 40_000) int place, @ForAll @IntRange(max = 2) int kind) {
        float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        try (FloatPointer values = new FloatPointer(40_001)) {
            values.fill(1);
            values.put(place, bad[kind]);

            assertThat(FiniteParameters.in(values, 40_001)).isFalse();
            assertThat(FiniteParameters.in(values, place)).isTrue();
        }
    }

    @Test
    void theLargestAndSmallestNumbersAreFinite() {
        try (FloatPointer values =
                new FloatPointer(Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, -0f)) {
            assertThat(FiniteParameters.in(values, 5)).isTrue();
        }
    }

    @Test
    void aNetworkIsFiniteUntilOneRunningStatisticIsNot() {
        try (TransferModel model = TestModels.tiny()) {
            assertThat(FiniteParameters.in(model.graph())).isTrue();

            model.graph().getLayer("stem_bn").getParam("var").putScalar(1, Float.POSITIVE_INFINITY);

            assertThat(FiniteParameters.in(model.graph())).isFalse();
        }
    }
}
