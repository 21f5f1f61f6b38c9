package dev.graft.engine.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.testkit.optimizer.KerasSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Updates against those that real Keras made of the same gradients; the script beside the recorded numbers says how.
 *
 * <p>Tolerance: the operations and their order are Keras's, in the same precision, so what remains is the last bit of
 * TensorFlow's power, root and sums. An update may add an error of {@value #ROUNDING} of its own size and of the
 * variable's; errors of updates add up.
 */
class OptimizerReferenceTest {
    /** Two units in the last place. */
    private static final double ROUNDING = 2.4e-7;

    /** A kernel of five values and a bias of one. */
    private static final ParameterLayout FIVE_TO_ONE = new ParameterLayout(List.of(
            new ParameterSlice("out/W", 0, 5, ParameterSlice.Kind.LEARNS, true, 1, Penalty.NONE),
            new ParameterSlice("out/b", 5, 1, ParameterSlice.Kind.LEARNS, false, 1, Penalty.NONE)));

    static JsonNode reference() throws IOException {
        try (InputStream stream = OptimizerReferenceTest.class.getResourceAsStream("optimizer_reference.json")) {
            return new ObjectMapper().readTree(stream);
        }
    }

    static Stream<Named<JsonNode>> runs() throws IOException {
        List<Named<JsonNode>> runs = new ArrayList<>();
        reference()
                .get("runs")
                .forEach(run -> runs.add(Named.of(run.get("settings").toString(), run)));
        return runs.stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void updatesEqualKeras(JsonNode run) throws IOException {
        JsonNode reference = reference();
        UpdateRule rule = KerasSettings.rule(run.get("settings"));
        double rate = rule.optimizer().learningRate();
        float[] values = floats(reference.get("start"));
        NativeFloats parameters = NativeFloats.zeros(values.length);
        NativeFloats gradients = NativeFloats.zeros(values.length);
        ParameterUpdate update = new ParameterUpdate(rule, FIVE_TO_ONE, parameters, gradients, 2);
        parameters.write(0, values, values.length);
        double[] allowed = new double[values.length];
        int batches = 0;
        for (JsonNode gradient : reference.get("gradients")) {
            if (batches == reference.get("change").asInt()) {
                rate = run.get("settings").path("second_rate").asDouble(rate);
            }
            gradients.write(0, floats(gradient), values.length);
            update.apply(1, batches + 1, rate);
            float[] found = parameters.toArray();
            float[] expected = floats(run.get("after").get(batches));
            for (int i = 0; i < found.length; i++) {
                allowed[i] += ROUNDING * (Math.abs(expected[i]) + Math.abs(expected[i] - values[i]));
                assertThat((double) found[i])
                        .as("element %d after batch %d", i, batches + 1)
                        .isCloseTo(expected[i], within(allowed[i]));
            }
            values = expected;
            batches++;
        }
        assertThat(batches).isEqualTo(20);
    }

    @Test
    void everyOptimizerIsHeldToKeras() throws IOException {
        List<String> held = new ArrayList<>();
        runs().forEach(run ->
                held.add(run.getPayload().get("settings").get("optimizer").asText()));
        assertThat(held).containsAll(Optimizer.names()).hasSizeGreaterThan(20);
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.get(i).asDouble();
        }
        return floats;
    }
}
