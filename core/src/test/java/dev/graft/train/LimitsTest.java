package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void timeCountsFromTheBeginningOfTheTraining() {
        TimeLimit none = new TimeLimit(Duration.ofDays(1));
        TimeLimit spent = new TimeLimit(Duration.ofNanos(1));

        none.trainingStarted(List.of());
        spent.trainingStarted(List.of());

        assertThat(none.reasonToStop()).isEmpty();
        assertThat(spent.reasonToStop())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("The time limit of"));
        assertThatThrownBy(() -> new TimeLimit(Duration.ZERO)).isInstanceOf(GraftException.class);
    }

    @Test
    void memoryIsLookedAtEachTime() {
        AtomicLong resident = new AtomicLong(300 << 20);
        MemoryLimit limit = new MemoryLimit(300 << 20, resident::get);

        assertThat(limit.reasonToStop()).isEmpty();
        resident.set(301 << 20);
        assertThat(limit.reasonToStop()).contains("The process holds 301 MiB of memory, the limit is 300 MiB.");
        assertThatThrownBy(() -> new MemoryLimit(0)).isInstanceOf(GraftException.class);
    }
}
