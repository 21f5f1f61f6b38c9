package dev.graft.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Adam and RMSprop against updates that real Keras made; the script beside the recorded numbers says how.
 *
 * <p>Adam may differ by more: Keras computes {@code 1 - 0.999^t} in single precision, which costs it up to 7e-6 of a
 * step; DL4J in double precision.
 */
class OptimizerReferenceTest {
    private static final Map<String, Double> TOLERANCES = Map.of("rmsprop", 1e-6, "adam", 2e-5);

    static Stream<Named<JsonNode>> runs() throws IOException {
        try (InputStream stream = OptimizerReferenceTest.class.getResourceAsStream("optimizer_reference.json")) {
            JsonNode runs = new ObjectMapper().readTree(stream).get("runs");
            return StreamSupport.stream(runs.spliterator(), false)
                    .map(run -> Named.of(run.get("optimizer").asText() + " " + run.get("learning_rate"), run))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void twentyUpdatesEqualKeras(JsonNode run) {
        double rate = run.get("learning_rate").asDouble();
        double tolerance = TOLERANCES.get(run.get("optimizer").asText());
        INDArray variable = row(run.get("start"));
        GradientUpdater<?> updater =
                updater(Optimizer.byName(run.get("optimizer").asText(), rate), variable.length());
        int iteration = 0;
        for (JsonNode step : run.get("steps")) {
            INDArray gradient = row(step.get("gradient"));
            updater.applyUpdater(gradient, iteration, 0);
            variable.subi(gradient);
            for (int i = 0; i < variable.length(); i++) {
                double expected = step.get("variable").get(i).asDouble();
                assertThat(variable.getDouble(i))
                        .as("element %d after update %d", i, iteration + 1)
                        .isCloseTo(expected, within(tolerance * Math.max(Math.abs(expected), rate)));
            }
            iteration++;
        }
        assertThat(iteration).isEqualTo(20);
    }

    private static GradientUpdater<?> updater(Optimizer optimizer, long parameters) {
        IUpdater configuration = TrainableSuffix.updater(optimizer);
        return configuration.instantiate(Nd4j.zeros(1, configuration.stateSize(parameters)), true);
    }

    private static INDArray row(JsonNode values) {
        float[] row = new float[values.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) values.get(i).asDouble();
        }
        return Nd4j.createFromArray(row).reshape(1, row.length);
    }

    @Test
    void rmsPropSurvivesBeingWrittenAsJson() throws IOException {
        KerasRmsProp updater = new KerasRmsProp(0.01, 0.8, 1e-5);
        var mapper = org.deeplearning4j.nn.conf.NeuralNetConfiguration.mapper();

        IUpdater read = mapper.readValue(mapper.writeValueAsString(updater), IUpdater.class);

        assertThat(read).isEqualTo(updater).hasSameHashCodeAs(updater).isEqualTo(updater.clone());
        assertThat(read).isNotEqualTo(new KerasRmsProp(0.01, 0.9, 1e-5));
    }

    @Test
    void rmsPropContinuesFromItsState() {
        KerasRmsProp configuration = new KerasRmsProp(0.01, 0.9, 1e-7);
        INDArray state = Nd4j.zeros(1, 2);
        GradientUpdater<KerasRmsProp> first = configuration.instantiate(state, true);
        first.applyUpdater(Nd4j.createFromArray(new float[][] {{1, 2}}), 0, 0);
        GradientUpdater<KerasRmsProp> resumed = configuration.instantiate(state.dup(), false);

        INDArray expected = Nd4j.createFromArray(new float[][] {{3, -1}});
        INDArray found = expected.dup();
        first.applyUpdater(expected, 1, 0);
        resumed.applyUpdater(found, 1, 0);

        assertThat(found).isEqualTo(expected);
        assertThat(resumed.getState()).isEqualTo(first.getState());
    }
}
