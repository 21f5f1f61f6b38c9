package dev.graft.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerInfo;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreezePolicyTest {
    private static final List<Long> SHAPE = List.of(10L, 4L, 4L);
    private static final List<LayerInfo> BACKBONE = List.of(
            new LayerInfo(0, "input", "InputLayer", 0, 0, SHAPE, List.of()),
            new LayerInfo(1, "conv", "Conv2D", 1_200, 1_200, SHAPE, List.of("input")),
            new LayerInfo(2, "bn", "BatchNormalization", 40, 20, SHAPE, List.of("conv")),
            new LayerInfo(3, "relu", "Activation", 0, 0, SHAPE, List.of("bn")));

    @Test
    void theLastLayersLearnThoseWithoutParametersCounted() {
        ResolvedFreeze freeze = FreezePolicy.lastLayers(2).resolve(BACKBONE);

        assertThat(freeze.unfrozen()).isEqualTo(Set.of("bn", "relu"));
        assertThat(freeze.layers()).isEqualTo(4);
        assertThat(freeze.trainableParameters()).isEqualTo(20);
        assertThat(freeze.parameters()).isEqualTo(1_240);
        assertThat(freeze.trainableShare()).isEqualTo(20.0 / 1240);
    }

    @Test
    void aNamedLayerAndAllAfterItLearn() {
        assertThat(FreezePolicy.from("conv").resolve(BACKBONE).unfrozen()).isEqualTo(Set.of("conv", "bn", "relu"));
    }

    @Test
    void allOrNothing() {
        assertThat(FreezePolicy.allTrainable().resolve(BACKBONE).unfrozen()).hasSize(4);
        assertThat(FreezePolicy.lastLayers(4).resolve(BACKBONE).unfrozen()).hasSize(4);
        assertThat(FreezePolicy.allFrozen().resolve(BACKBONE).unfrozen()).isEmpty();
        assertThat(FreezePolicy.lastLayers(0).resolve(BACKBONE).unfrozen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5})
    void aCountOutOfRangeIsRefusedWithTheRange(int count) {
        assertThatThrownBy(() -> FreezePolicy.lastLayers(count).resolve(BACKBONE))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("last " + count + " layers")
                .hasMessageContaining("0 to 4");
    }

    @Test
    void anUnknownLayerIsRefusedWithThoseThatExist() {
        assertThatThrownBy(() -> FreezePolicy.from("con").resolve(BACKBONE))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'con'")
                .hasMessageContaining("input, conv, bn, relu");
    }

    @Test
    void theDescriptionMakesVisibleHowLittleLearns() {
        assertThat(FreezePolicy.lastLayers(3).resolve(BACKBONE).describe())
                .isEqualTo("last 3 layers unfrozen: 3 of 4 layers, 1,220 of 1,240 parameters (98.39 %) learn,"
                        + " batch norm mode KERAS");
        assertThat(FreezePolicy.allFrozen().resolve(BACKBONE).describe())
                .isEqualTo("all layers frozen: 0 of 4 layers, 0 of 1,240 parameters (0.00 %) learn");
        assertThat(FreezePolicy.from("bn").describe()).isEqualTo("unfrozen from bn");
        assertThat(FreezePolicy.allTrainable().describe()).isEqualTo("all layers unfrozen");
    }

    @Test
    void theBatchNormModeTravelsWithThePolicy() {
        for (FreezePolicy policy :
                List.of(FreezePolicy.lastLayers(2), FreezePolicy.from("bn"), FreezePolicy.allTrainable())) {
            ResolvedFreeze keras = policy.resolve(BACKBONE);
            ResolvedFreeze inference =
                    policy.withBatchNorm(BatchNormMode.INFERENCE).resolve(BACKBONE);

            assertThat(keras.batchNorm()).isEqualTo(BatchNormMode.KERAS);
            assertThat(inference.batchNorm()).isEqualTo(BatchNormMode.INFERENCE);
            assertThat(inference.unfrozen()).isEqualTo(keras.unfrozen());
            assertThat(inference.policy()).isEqualTo(keras.policy());
        }
    }

    @Test
    void aBackboneWithoutParametersHasNoShare() {
        assertThat(FreezePolicy.allTrainable().resolve(BACKBONE.subList(0, 1)).trainableShare())
                .isZero();
    }

    @Test
    void runningStatisticsAndInputConstantsAreNotCountedAsLearning() {
        // 641 parameters, less 7 of the input's normalization and the statistics of 8 + 8 + 8 + 12 channels.
        assertThat(TestModels.tiny().resolve(FreezePolicy.allTrainable()).trainableParameters())
                .isEqualTo(641 - 7 - 2 * 36);
    }
}
