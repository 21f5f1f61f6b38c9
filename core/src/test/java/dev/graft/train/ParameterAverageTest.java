package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.engine.TrainingState;
import dev.graft.optimizer.WeightAveraging;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against torch.optim.swa_utils, see make_average_reference.py beside the numbers. */
class ParameterAverageTest {
    private static JsonNode reference() throws IOException {
        try (InputStream in = ParameterAverageTest.class.getResourceAsStream("average_reference.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static TrainingState state(JsonNode values) {
        float[] parameters = new float[values.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) values.get(i).asDouble();
        }
        return state(parameters);
    }

    private static TrainingState state(float... parameters) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(TrainingState.PARAMETERS, parameters);
        arrays.put("first moments", new float[] {7});
        return new TrainingState("any", "any", 3, 0.5, arrays);
    }

    private static float[] values(TrainingState state, String name) {
        float[] values = new float[state.length(name)];
        state.read(name, 0, values, values.length);
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"swa:1", "ema:0.5", "ema:0.9", "ema:0.999"})
    void isTorchs(String kind) throws IOException {
        JsonNode reference = reference();
        ParameterAverage average = new ParameterAverage(WeightAveraging.of(kind));
        for (int epoch = 0; epoch < reference.get("epochs").size(); epoch++) {
            TrainingState own = state(reference.get("epochs").get(epoch));

            average.add(own);

            float[] mean = values(average.in(own), TrainingState.PARAMETERS);
            JsonNode expected = reference.get("cases").get(kind).get(epoch);
            for (int i = 0; i < mean.length; i++) {
                double value = expected.get(i).asDouble();
                // Half a unit of the last place of a 32-bit float, and what double precision leaves.
                assertThat((double) mean[i]).isCloseTo(value, within(Math.ulp((float) value) * 0.5001));
            }
        }
    }

    @Test
    void aMillionEpochsDoNotDrift() {
        ParameterAverage average = new ParameterAverage(new WeightAveraging.Stochastic(1));
        TrainingState even = state(1, 0);
        TrainingState odd = state(1, 1e-3f);
        for (int i = 0; i < 500_000; i++) {
            average.add(even);
            average.add(odd);
        }

        assertThat(values(average.in(odd), TrainingState.PARAMETERS)).containsExactly(1, 5e-4f);
    }

    @Test
    void nothingButTheParametersChangesAndWhatIsWrittenIsReadBack() throws IOException {
        ParameterAverage average = new ParameterAverage(new WeightAveraging.Exponential(0.9));
        average.add(state(1, 2));
        average.add(state(3, -4));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        average.writeTo(bytes);
        ParameterAverage read = new ParameterAverage(new WeightAveraging.Exponential(0.9));

        read.readFrom(new ByteArrayInputStream(bytes.toByteArray()), state(5, 5));

        read.add(state(0, 0));
        average.add(state(0, 0));
        TrainingState mean = read.in(state(8, 8));
        assertThat(mean.toBytes()).isEqualTo(average.in(state(8, 8)).toBytes());
        assertThat(read.epochs()).isEqualTo(3);
        assertThat(values(mean, "first moments")).containsExactly(7);
        assertThat(mean.steps()).isEqualTo(3);
        assertThat(mean.learningRate()).isEqualTo(0.5);
        assertThatThrownBy(() -> read.readFrom(new ByteArrayInputStream(bytes.toByteArray()), state(5, 5, 5)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 epochs and 2 parameters");
    }
}
