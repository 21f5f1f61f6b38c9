package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    @Test
    void failedAllocationsAreRecognisedWhoeverThrowsThem() {
        assertThat(OutOfMemory.caused(new OutOfMemoryError("Java heap space"))).isTrue();
        assertThat(OutOfMemory.caused(new RuntimeException(new OutOfMemoryError())))
                .isTrue();
        assertThat(OutOfMemory.caused(new IllegalStateException("Failed to allocate [4096] bytes\nfrom HOST memory")))
                .isTrue();
        assertThat(OutOfMemory.caused(new RuntimeException("std::bad_alloc"))).isTrue();
        assertThat(OutOfMemory.caused(new GraftException("The image cannot be read.")))
                .isFalse();
        assertThat(OutOfMemory.caused(new RuntimeException())).isFalse();
    }

    @Test
    void theMessageSaysWhatToLower() {
        TrainingPlan plan = new TrainingPlan(
                List.of(
                        new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1)),
                        new Phase(FreezePolicy.lastLayers(20), 1, Optimizer.adam(1))),
                64,
                1);

        assertThat(OutOfMemory.explained(new OutOfMemoryError("Java heap space"), plan, 1))
                .hasMessageContaining("phase 2")
                .hasMessageContaining("last 20 layers")
                .hasMessageContaining("batch size 64")
                .hasMessageContaining("Lower the batch size")
                .hasMessageContaining("unfrozen layers")
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }
}
