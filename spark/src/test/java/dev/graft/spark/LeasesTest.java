package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private final Leases leases = new Leases();
    private final List<String> made = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    private final class Thing implements AutoCloseable {
        private final String name;

        Thing(String name) {
            this.name = name;
            made.add(name);
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }

    private Leases.Lease<Thing> take(String name) {
        return leases.take(name, Thing.class, () -> new Thing(name));
    }

    @Test
    void aFewThatNobodyUsesAreKept() {
        Leases.Lease<Thing> first = take("a");
        assertThat(take("a").object()).isSameAs(first.object());
        assertThat(made).containsExactly("a");

        for (String name : List.of("b", "c", "d")) {
            take(name).close();
        }
        // "a" is in use twice, and older.
        assertThat(closed).containsExactly("b");

        first.close();
        assertThat(closed).containsExactly("b");
        take("c").close();
        assertThat(made).containsExactly("a", "b", "c", "d");

        leases.close();
        assertThat(closed).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void whatCannotBeMadeIsTriedAgain() {
        assertThatThrownBy(() -> leases.take("a", Thing.class, () -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThat(take("a").object().name).isEqualTo("a");
    }
}
