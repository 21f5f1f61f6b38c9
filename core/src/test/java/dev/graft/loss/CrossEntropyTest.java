package dev.graft.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class CrossEntropyTest {
    @Test
    void rowsAreOneHotAndSmoothedAsKerasDoes() {
        assertThat(CrossEntropy.plain().rows(List.of(1, 0), 3)).isEqualTo(Nd4j.createFromArray(new float[][] {
            {0, 1, 0}, {1, 0, 0}
        }));
        assertThat(CrossEntropy.plain().withLabelSmoothing(0.3).rows(List.of(2), 3))
                .isEqualTo(Nd4j.createFromArray(new float[][] {{0.1f, 0.1f, 0.8f}}));
    }

    @Test
    void imagesWeighWhatTheirClassWeighs() {
        CrossEntropy weighted = CrossEntropy.plain().withClassWeights(ClassWeights.of(0.5, 2, 0));

        assertThat(weighted.sampleWeights(List.of(1, 0, 2, 1)))
                .contains(Nd4j.createFromArray(new float[][] {{2}, {0.5f}, {0}, {2}}));
        assertThat(CrossEntropy.plain().sampleWeights(List.of(1))).isEmpty();
        assertThat(CrossEntropy.plain().withClassWeights(ClassWeights.equal(2)).sampleWeights(List.of(1)))
                .isEmpty();
    }

    /** {@code compute_class_weight("balanced", ...)} of scikit-learn for 90, 30 and 6 images. */
    @Test
    void balancedWeightsMakeClassesCountAlike() {
        List<Double> weights = ClassWeights.balanced(90, 30, 6).weights();

        assertThat(weights.get(0)).isCloseTo(0.466666667, within(1e-9));
        assertThat(weights.get(1)).isCloseTo(1.4, within(1e-9));
        assertThat(weights.get(2)).isCloseTo(7, within(1e-9));
        assertThat(ClassWeights.balanced(10, 10).areEqual()).isTrue();
        assertThat(ClassWeights.balanced(2_000_000_000, 2_000_000_000, 1_000_000_000)
                        .weights())
                .allMatch(weight -> weight > 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void smoothingOutOfRangeIsRefused(double share) {
        assertThatThrownBy(() -> CrossEntropy.plain().withLabelSmoothing(share))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(String.valueOf(share));
    }

    @Test
    void weightsThatCannotBeAreRefused() {
        for (double[] weights : new double[][] {{-1, 1}, {0, 0}, {Double.NaN, 1}, {Double.POSITIVE_INFINITY, 1}, {}}) {
            assertThatThrownBy(() -> ClassWeights.of(weights))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("Class weights");
        }
        assertThatThrownBy(() -> ClassWeights.balanced(3, 0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("[3, 0]");
        assertThatThrownBy(() -> CrossEntropy.plain()
                        .withClassWeights(ClassWeights.of(1, 2))
                        .sampleWeights(List.of(2)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no class 2 among 2");
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(CrossEntropy.plain().describe()).isEqualTo("cross-entropy");
        assertThat(CrossEntropy.plain()
                        .withLabelSmoothing(0.1)
                        .withClassWeights(ClassWeights.of(1, 2))
                        .describe())
                .isEqualTo("cross-entropy, label smoothing 0.1, class weights [1.0, 2.0]");
    }
}
