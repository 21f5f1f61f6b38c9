package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void anEngineThatCannotBeMadeLeavesItToTheNext() {
        EngineProvider full = new EngineProvider() {
            @Override
            public String id() {
                return "full";
            }

            @Override
            public int priority() {
                return 20;
            }

            @Override
            public Availability probe() {
                return Availability.yes("here");
            }

            @Override
            public Engine create(EngineOptions options) {
                throw new GraftException("Its memory is used up.");
            }
        };

        assertThatThrownBy(() -> engines(full, new Provider("next", 1)).best(OPTIONS))
                .isInstanceOf(Chosen.class)
                .hasMessage("next");
        assertThatThrownBy(() -> engines(full).best(OPTIONS))
                .hasMessage("No engine is available. full: Its memory is used up.");
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

    /** Has three devices, and tells which one was asked for. */
    private static final class Devices implements EngineProvider {
        private final List<OptionalInt> asked = new ArrayList<>();

        @Override
        public String id() {
            return "gpu";
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public Availability probe() {
            return Availability.yes("here");
        }

        @Override
        public OptionalInt devices() {
            return OptionalInt.of(3);
        }

        @Override
        public Engine create(EngineOptions options) {
            asked.add(options.device());
            return new Dl4jEngine(options);
        }
    }

    @Test
    void devicesAreNamedByTheirNumbers() {
        Devices devices = new Devices();
        Engines engines = engines(devices, new Provider("a", 0));

        engines.get("gpu", OPTIONS);
        engines.get("gpu:2", OPTIONS);
        assertThat(engines.all("gpu:1,0", OPTIONS)).hasSize(2);
        assertThat(engines.all("gpu:all", OPTIONS)).hasSize(3);
        engines.first("gpu:2,1", OPTIONS);

        assertThat(devices.asked.stream().map(each -> each.orElse(-1))).containsExactly(-1, 2, 1, 0, 0, 1, 2, 2);
        assertThat(engines.count("gpu")).isEqualTo(1);
        assertThat(engines.count("gpu:0,2")).isEqualTo(2);
        assertThat(engines.count("gpu:all")).isEqualTo(3);
        assertThat(engines.count("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gpu:3   | from 0 to 2, found 3
            gpu:1,1 | different numbers
            gpu:0,1 | names 2 devices, expected one
            gpu:all | names 3 devices, expected one
            gpu:    | names no device
            gpu:x   | names no device
            gpu:-1  | names no device
            gpu:1,  | names no device
            a:0     | counts no devices, found 'a:0'. Name it 'a' alone
            b:0     | no engine 'b'
            """)
    void devicesThatCannotBeMeantAreRefused(String name, String message) {
        assertThatThrownBy(() -> engines(new Devices(), new Provider("a", 0)).get(name, OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(message);
    }

    /** Which engine computes in what, the reference says of itself. */
    @ParameterizedTest
    @CsvSource({"BF16, bfloat16, cpu", "TF32, tensorfloat32, cuda"})
    void theReferenceComputesInSinglePrecisionAlone(Precision precision, String name, String other) {
        assertThatThrownBy(() -> Engines.load().get("dl4j", new EngineOptions(1, precision)))
                .isInstanceOf(GraftException.class)
                .hasMessage("The engine dl4j computes in float32 only, found " + name + ". Choose the engine " + other
                        + ", or float32.");
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
