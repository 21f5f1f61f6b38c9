package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against what Optuna gives, see make_parzen_reference.py. */
class ParzenEstimatorTest {
    private static final JsonNode REFERENCE = read();

    private static JsonNode read() {
        try (InputStream in = ParzenEstimatorTest.class.getResourceAsStream("parzen_reference.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static List<JsonNode> cases(String kind) {
        List<JsonNode> cases = new ArrayList<>();
        REFERENCE.get("cases").forEach(each -> {
            if (each.get("kind").asText().equals(kind)) {
                cases.add(each);
            }
        });
        assertThat(cases).hasSizeGreaterThan(10);
        return cases;
    }

    private static double[] logarithms(double[] values) {
        return java.util.Arrays.stream(values).map(Math::log).toArray();
    }

    private static void assertEqual(DoubleUnaryOperator density, double[] asked, JsonNode expected) {
        double[] logPdf = numbers(expected.get("logPdf"));
        for (int i = 0; i < asked.length; i++) {
            assertThat(density.applyAsDouble(asked[i]))
                    .as("%s at %s", expected.get("seen"), asked[i])
                    .isCloseTo(logPdf[i], within(1e-9));
        }
    }

    @Test
    void numbersHaveOptunasDensities() {
        for (JsonNode each : cases("linear")) {
            double[] seen = numbers(each.get("seen"));
            DoubleUnaryOperator density = ParzenEstimator.ofNumbers(
                    seen, each.get("low").asDouble(), each.get("high").asDouble());
            assertEqual(density, numbers(each.get("asked")), each);
        }
    }

    @Test
    void numbersOfOneGridOnALogarithmicScaleHaveOptunasDensities() {
        for (JsonNode each : cases("log")) {
            DoubleUnaryOperator density = ParzenEstimator.ofNumbers(
                    logarithms(numbers(each.get("seen"))),
                    Math.log(each.get("low").asDouble()),
                    Math.log(each.get("high").asDouble()));
            assertEqual(density, logarithms(numbers(each.get("asked"))), each);
        }
    }

    @Test
    void choicesHaveOptunasProbabilities() {
        for (JsonNode each : cases("choice")) {
            int[] seen = StreamSupport.stream(each.get("seen").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            int choices = each.get("choices").asInt();
            IntToDoubleFunction density = ParzenEstimator.ofChoices(seen, choices);
            assertEqual(value -> density.applyAsDouble((int) value), numbers(each.get("asked")), each);
            assertThat(IntStream.range(0, choices)
                            .mapToDouble(choice -> Math.exp(density.applyAsDouble(choice)))
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void asManyAreGoodAsOptunaTakes() {
        JsonNode gamma = REFERENCE.get("gamma");
        for (int ranked = 0; ranked < gamma.size(); ranked++) {
            assertThat(ParzenChoice.good(ranked))
                    .as("of %d", ranked)
                    .isEqualTo(gamma.get(ranked).asInt());
        }
    }
}
