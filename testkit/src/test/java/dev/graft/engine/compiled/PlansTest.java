package dev.graft.engine.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many compiled plans a session keeps. */
class PlansTest {
    private final List<Integer> compiled = new ArrayList<>();

    private record Plan(long bytes) implements CompiledPlan {
        @Override
        public void close() {}
    }

    private Plan compile(int images, long bytesPerImage) {
        compiled.add(images);
        return new Plan(images * bytesPerImage);
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
