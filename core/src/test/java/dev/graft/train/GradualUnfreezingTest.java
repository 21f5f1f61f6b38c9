package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradualUnfreezingTest {
    @Test
    void eachStageIsAPhase() {
        Optimizer head = Optimizer.adam(1e-3);
        Optimizer fine = Optimizer.rmsProp(1e-5);

        assertThat(GradualUnfreezing.parse("0:5, 3:4,20:10")
                        .phases(UpdateRule.of(head), UpdateRule.of(fine), BatchNormMode.KERAS, 2))
                .containsExactly(
                        new Phase(FreezePolicy.allFrozen(), 5, head, 2),
                        new Phase(FreezePolicy.lastLayers(3), 4, fine, 2),
                        new Phase(FreezePolicy.lastLayers(20), 10, fine, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0:5,", "a:5", "0:5;3:5", "-1:5", "0:5:1", "9999999:1"})
    void otherFormsAreRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> GradualUnfreezing.parse(text))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("0:5,3:5,20:10");
    }

    @Test
    void itMustUnfreezeMoreAndMore() {
        assertThatThrownBy(() -> GradualUnfreezing.parse("0:5,20:5,3:5")).hasMessageContaining("3 layers after 20");
        assertThatThrownBy(() -> GradualUnfreezing.parse("0:0")).hasMessageContaining("at least one epoch");
    }
}
