package dev.graft.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.schedule.ReduceOnPlateau.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schedules and plateaus against rates that real Keras gave; the script beside the recorded numbers says how.
 *
 * <p>Tolerance: Keras computes rates in single precision, Graft in double. Its cosine near a period's end is the difference
 * of numbers near 1, hence a share of the first rate; its restarts divide and take powers before that.
 */
class ScheduleReferenceTest {
    private static final double SHARE_OF_BASE = 2e-7;
    private static final double SHARE_OF_RATE = 1e-5;

    private static final Map<String, Schedule> SCHEDULES = Map.of(
            "exponential", Schedule.exponential(10, 0.9),
            "step", Schedule.step(10, 0.5),
            "piecewise", new Schedule.Piecewise(List.of(4L, 10L, 30L), List.of(1.0, 0.5, 0.25, 2.0)),
            "cosine", Schedule.cosine(100),
            "cosine to a tenth", new Schedule.Cosine(70, 0.1),
            "cosine after warm-up", Schedule.warmUp(10, Schedule.cosine(90)),
            "cosine after warm-up from a quarter", new Schedule.WarmUp(10, 0.25, new Schedule.Cosine(60, 0.05)),
            "restarts", new Schedule.CosineRestarts(10, 2, 1, 0),
            "restarts, equal periods", new Schedule.CosineRestarts(10, 1, 0.8, 0.1),
            "restarts, lower", new Schedule.CosineRestarts(9, 1.5, 0.7, 0.01));

    static JsonNode reference() throws IOException {
        try (InputStream stream = ScheduleReferenceTest.class.getResourceAsStream("schedule_reference.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }

    static Stream<String> schedules() {
        return SCHEDULES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void ratesEqualKeras(String name) throws IOException {
        JsonNode reference = reference();
        double base = reference.get("base").asDouble();
        JsonNode expected = reference.get("schedules").get(name);
        for (int i = 0; i < expected.size(); i++) {
            long position = reference.get("positions").get(i).asLong();
            double rate = expected.get(i).asDouble();
            assertThat(SCHEDULES.get(name).rate(base, position))
                    .as("at %d", position)
                    .isCloseTo(rate, within(SHARE_OF_BASE * base + SHARE_OF_RATE * rate));
        }
    }

    @Test
    void everyRecordedScheduleIsCompared() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        reference().get("schedules").fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(new TreeSet<>(SCHEDULES.keySet()));
    }

    static Stream<Named<JsonNode>> plateaus() throws IOException {
        return reference().get("plateaus").properties().stream()
                .map(entry -> Named.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("plateaus")
    void plateausFallWhereKerasFalls(JsonNode run) throws IOException {
        JsonNode settings = run.get("settings");
        ReduceOnPlateau policy = new ReduceOnPlateau(
                settings.get("factor").asDouble(),
                settings.get("patience").asInt(),
                settings.path("min_delta").asDouble(1e-4),
                settings.path("cooldown").asInt(0),
                settings.path("min_lr").asDouble(0),
                settings.has("mode") ? Direction.MAXIMUM : Direction.MINIMUM);
        PolicyState state = policy.start(reference().get("base").asDouble());
        for (int epoch = 0; epoch < run.get("values").size(); epoch++) {
            JsonNode value = run.get("values").get(epoch);
            state = policy.afterEpoch(state, value.isNull() ? Double.NaN : value.asDouble());
            double expected = run.get("rates").get(epoch).asDouble();
            assertThat(policy.rate(state, 0, epoch + 1))
                    .as("after epoch %d", epoch)
                    .isCloseTo(expected, within(1e-5 * expected));
        }
    }
}
