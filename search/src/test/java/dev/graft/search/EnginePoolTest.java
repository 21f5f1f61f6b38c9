package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginePoolTest {
    private final Engine first = new Dl4jEngine(new EngineOptions(1));
    private final Engine second = new Dl4jEngine(new EngineOptions(1));
    private final EnginePool pool = new EnginePool(List.of(first, second));
    private final List<Engine> used = new ArrayList<>();

    @Test
    void whoWantsToComputeGetsTheEngineWithTheFewestUsers() {
        pool.use(one -> pool.use(two -> {
            used.add(one);
            used.add(two);
            pool.use(used::add);
        }));

        assertThat(used).containsExactly(first, second, first);
    }

    @Test
    void anEngineIsGivenBackThoughItsWorkFails() {
        assertThatThrownBy(() -> pool.use(engine -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");

        pool.use(used::add);
        assertThat(used).containsExactly(first);
    }

    @Test
    void enginesWhoseNumbersDifferAreRefused() {
        Engine other = new Dl4jEngine(new EngineOptions(2));

        assertThatThrownBy(() -> new EnginePool(List.of(first, other)))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("1 threads", "2 threads", "of one kind");
        assertThatThrownBy(() -> new EnginePool(List.of())).isInstanceOf(GraftException.class);
    }
}
