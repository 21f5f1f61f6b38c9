package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {
    private static final EngineOptions OPTIONS = new EngineOptions(1);

    /** Creates nothing, so that a test sees which one was asked. */
    private record Provider(String id, int priority, Availability probe) implements EngineProvider {
        Provider(String id, int priority) {
            this(id, priority, Availability.yes("here"));
        }

        @Override
        public Engine create(EngineOptions options) {
            throw new Chosen(id);
        }
    }

    private static final class Chosen extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Chosen(String id) {
            super(id);
        }
    }

    private static Engines engines(EngineProvider... providers) {
        return new Engines(List.of(providers));
    }

    @Test
    void theAvailableEngineOfTheHighestPriorityIsTheDefault() {
        Provider slow = new Provider("slow", 0);
        Provider fast = new Provider("fast", 10);
        Provider absent = new Provider("absent", 20, Availability.no("no such device"));

        assertThatThrownBy(() -> engines(slow, absent, fast).best(OPTIONS))
                .isInstanceOf(Chosen.class)
                .hasMessage("fast");
        assertThat(engines(slow, absent, fast).providers()).containsExactly(absent, fast, slow);
    }

    @Test
    void equalPrioritiesAreOrderedById() {
        assertThat(engines(new Provider("b", 1), new Provider("a", 1)).providers())
                .extracting(EngineProvider::id)
                .containsExactly("a", "b");
    }

    @Test
    void withoutAnAvailableEngineEveryReasonIsTold() {
        Engines engines = engines(
                new Provider("cuda", 20, Availability.no("no such device")),
                new Provider("cpu", 10, Availability.no("library missing")));

        assertThatThrownBy(() -> engines.best(OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("cuda: no such device")
                .hasMessageContaining("cpu: library missing");
    }

    @Test
    void anEngineIsFoundByItsId() {
        assertThatThrownBy(() ->
                        engines(new Provider("a", 1), new Provider("b", 2)).get("a", OPTIONS))
                .isInstanceOf(Chosen.class)
                .hasMessage("a");
    }

    @Test
    void anUnknownIdIsRefusedWithThoseThatExist() {
        assertThatThrownBy(() ->
                        engines(new Provider("a", 1), new Provider("b", 2)).get("c", OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'c'")
                .hasMessageContaining("b, a");
    }

    @Test
    void anUnavailableEngineIsRefusedWithItsReason() {
        Engines engines = engines(new Provider("a", 1, Availability.no("no such device")));

        assertThatThrownBy(() -> engines.get("a", OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining("no such device");
    }

    @Test
    void theReferenceEngineIsOnTheClassPath() {
        assertThat(Engines.load().providers()).extracting(EngineProvider::id).contains("dl4j");
        assertThat(Engines.load().get("dl4j", OPTIONS).id()).isEqualTo("dl4j");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void anEngineNeedsAThread(int threads) {
        assertThatThrownBy(() -> new EngineOptions(threads))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(String.valueOf(threads));
    }

    @Test
    void twoEnginesOfOneIdAreRefused() {
        assertThatThrownBy(() -> engines(new Provider("a", 1), new Provider("b", 1), new Provider("a", 2)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("share the id 'a'");
    }

    /** As in an application server, whose threads know other classes than the library's. */
    @Test
    void theLibrarysOwnClassLoaderIsAskedToo() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThat(Engines.load().providers())
                    .extracting(EngineProvider::id)
                    .contains("dl4j");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
