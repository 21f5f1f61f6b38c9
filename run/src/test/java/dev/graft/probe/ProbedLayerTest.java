package dev.graft.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same penalty, coefficients and loss as scikit-learn's; {@code make_probed.py} wrote them. */
class ProbedLayerTest {
    record Reference(String sklearn, List<Case> cases) {}

    record Case(
            String name,
            float[][] features,
            int[] labels,
            int classes,
            int train,
            double penalty,
            double[][] weights,
            double[] intercepts,
            double validationLoss) {
        ProbedLayer fitted() {
            FeatureTable table = FeatureTable.columns(features, 0, features[0].length);
            return ProbedLayer.fit(
                    table,
                    labels,
                    classes,
                    IntStream.range(0, train).toArray(),
                    IntStream.range(train, labels.length).toArray());
        }
    }

    private static List<Case> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(ProbedLayerTest.class.getResourceAsStream("probed.json"))) {
            return new ObjectMapper().readValue(in, Reference.class).cases();
        }
    }

    @Test
    void aLayerForFeaturesAsTheyAreIsScikitLearns() throws IOException {
        assertThat(cases()).hasSize(3);
        for (Case each : cases()) {
            ProbedLayer found = each.fitted();

            assertThat(found.penalty()).as(each.name()).isCloseTo(each.penalty(), within(1e-9 * each.penalty()));
            assertThat(found.validationLoss()).as(each.name()).isCloseTo(each.validationLoss(), within(1e-6));
            for (int c = 0; c < each.weights().length; c++) {
                assertThat(found.weights()[c]).as(each.name()).containsExactly(each.weights()[c], within(1e-5));
            }
            assertThat(found.intercepts()).as(each.name()).containsExactly(each.intercepts(), within(1e-5));
        }
    }

    @Test
    void twoUnitsHaveTheLogitAsTheirDifference() throws IOException {
        ProbedLayer one = cases().get(0).fitted();

        ProbedLayer two = one.withUnits(2);

        assertThat(one.withUnits(1)).isSameAs(one);
        for (int j = 0; j < one.weights()[0].length; j++) {
            assertThat(two.weights()[1][j] - two.weights()[0][j]).isEqualTo(one.weights()[0][j]);
            assertThat(two.weights()[1][j]).isEqualTo(-two.weights()[0][j]);
        }
        assertThat(two.intercepts()[1] - two.intercepts()[0]).isEqualTo(one.intercepts()[0]);
    }
}
