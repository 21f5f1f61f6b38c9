package dev.graft.engine.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many compiled plans a session keeps. */
class PlansTest {
    private final List<Integer> compiled = new ArrayList<>();
    private final List<Long> closed = new ArrayList<>();

    private record Plan(long bytes, List<Long> closed) implements CompiledPlan {
        @Override
        public void close() {
            closed.add(bytes);
        }
    }

    private Plan compile(int images, long bytesPerImage) {
        compiled.add(images);
        return new Plan(images * bytesPerImage, closed);
    }

    /** A classifier is asked for batches of any size in turn; compiling takes longer than computing. */
    @Test
    void smallOnesAreKeptForManySizes() {
        try (Plans<Integer, Plan> plans = new Plans<>()) {
            for (int round = 0; round < 3; round++) {
                for (int images = 1; images <= 16; images++) {
                    plans.get(images, key -> compile(key, 1024));
                }
            }
            assertThat(compiled).hasSize(16);
            for (int images = 17; images <= 100; images++) {
                plans.get(images, key -> compile(key, 1024));
            }
            assertThat(plans.size()).isEqualTo(32);
        }
    }

    /** Their memory is native: what goes is closed, before the next one takes more. */
    @Test
    void theOldestIsClosedBeforeTheNextIsCompiledAndAllAreInTheEnd() {
        Plans<Integer, Plan> plans = new Plans<>();
        for (long megabytes : List.of(100L, 101L, 55L)) {
            plans.get((int) megabytes, key -> compile(1, megabytes << 20));
        }
        plans.get(1, key -> {
            assertThat(closed).as("256 MiB are just allowed").isEmpty();
            return compile(1, 1);
        });
        assertThat(plans.get(100, key -> compile(1, 1)).bytes()).isEqualTo(100L << 20);
        plans.get(2, key -> {
            assertThat(closed).containsExactly(101L << 20);
            return compile(1, 2);
        });
        assertThat(plans.size()).isEqualTo(4);

        plans.close();

        assertThat(closed).containsExactlyInAnyOrder(101L << 20, 55L << 20, 1L, 100L << 20, 2L);
        assertThat(plans.size()).isZero();
    }

    @Test
    void ofLargeOnesAFewAreKeptThatWereUsedLast() {
        try (Plans<Integer, Plan> plans = new Plans<>()) {
            for (int images = 1; images <= 5; images++) {
                plans.get(images, key -> compile(1, 100L << 20));
            }
            assertThat(plans.size()).isEqualTo(3);
            compiled.clear();
            plans.get(4, key -> compile(1, 100L << 20));
            plans.get(5, key -> compile(1, 100L << 20));
            assertThat(compiled).isEmpty();
            plans.get(1, key -> compile(1, 100L << 20));
            assertThat(compiled).hasSize(1);
        }
    }
}
