package dev.graft.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateRuleTest {
    @Test
    void optimizersAreFoundByTheirKerasNames() {
        for (String name : Optimizer.names()) {
            Optimizer optimizer = Optimizer.byName(name.toUpperCase(java.util.Locale.ROOT), 1e-3);
            assertThat(optimizer.getClass().getSimpleName()).isEqualToIgnoringCase(name);
            assertThat(optimizer.withLearningRate(0.5).learningRate()).isEqualTo(0.5);
            assertThat(optimizer.withLearningRate(0.5).withLearningRate(1e-3)).isEqualTo(optimizer);
        }
        assertThatThrownBy(() -> Optimizer.byName("adagrad", 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("adagrad")
                .hasMessageContaining("adamw");
    }

    @Test
    void descriptionsNameWhatIsNotDefault() {
        assertThat(UpdateRule.of(Optimizer.adam(1e-4)).describe()).isEqualTo("Adam, learning rate 0.0001");
        assertThat(UpdateRule.of(Optimizer.adamW(1e-3).withScope(DecayScope.KERNELS))
                        .withClipping(Clipping.byNorm(1))
                        .withAccumulation(4)
                        .withLayerRates(LayerRates.backbone(0.1).from("top", 0.5))
                        .describe())
                .isEqualTo("AdamW, learning rate 0.001, weight decay 0.004 of kernels; gradients: each norm clipped to "
                        + "1.0; 4 batches an update; backbone at 0.1 of the learning rate, 0.5 from top on");
        assertThat(Optimizer.sgd(1).withMomentum(0.9).withNesterov(true).describe())
                .isEqualTo("SGD, learning rate 1, Nesterov momentum 0.9");
        assertThat(Optimizer.rmsProp(1).withMomentum(0.9).withCentered(true).describe())
                .isEqualTo("RMSprop, learning rate 1, momentum 0.9, centred");
    }

    @Test
    void stagesBeginAtTheirLayersAndEndAtTheNext() {
        LayerRates rates = LayerRates.backbone(0.1).from("d", 0.5).from("b", 0.2);

        assertThat(rates.resolve(List.of("a", "b", "c", "d", "e")))
                .isEqualTo(Map.of("a", 0.1, "b", 0.2, "c", 0.2, "d", 0.5, "e", 0.5));
    }

    @Test
    void ratesDecayFromTheHeadDown() {
        Map<String, Double> factors =
                LayerRates.decaying(List.of("b", "c"), 0.5).resolve(List.of("a", "b", "c", "d"));

        assertThat(factors.get("d")).isCloseTo(0.5, within(1e-12));
        assertThat(factors.get("c")).isCloseTo(0.5, within(1e-12));
        assertThat(factors.get("b")).isCloseTo(0.25, within(1e-12));
        assertThat(factors.get("a")).isCloseTo(0.125, within(1e-12));
    }

    @Test
    void stagesOfUnknownLayersAreNamed() {
        assertThatThrownBy(() -> LayerRates.uniform().from("x", 2).resolve(List.of("a", "b")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("x.")
                .hasMessageContaining("a, b");
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> Optimizer.adam(0)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> Optimizer.sgd(1).withMomentum(1)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> Optimizer.adamW(1).withWeightDecay(-1)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> Clipping.byNorm(0)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> UpdateRule.of(Optimizer.adam(1)).withAccumulation(0))
                .isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> LayerRates.backbone(0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Freeze");
        assertThatThrownBy(() -> LayerRates.uniform().from("a", 1).from("a", 2)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> LayerRates.decaying(List.of(), 1.5)).isInstanceOf(GraftException.class);
    }
}
