package dev.graft.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.probe.DenseMatrix;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.LogisticRegression;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same numbers as scikit-learn, SciPy and a determinant; {@code make_reference.py} wrote them. */
class ReferenceTest {
    record Reference(String sklearn, String scipy, List<Case> cases, List<Tau> kendall) {}

    record Case(
            String name,
            int images,
            double[][] features,
            int[] labels,
            int classes,
            List<Logistic> logistic,
            Neighbours neighbours,
            Score hScore,
            List<OfClass> logMe) {
        FeatureTable table() {
            int columns = features[0].length;
            float[] values = new float[images * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) features[i / columns][i % columns];
            }
            return new FeatureTable(values, columns);
        }
    }

    record Logistic(double penalty, double[][] weights, double[] intercepts, double[][] probabilities) {}

    record Neighbours(int[] units, int k, int[] found) {}

    record Score(double shrinkage, double score) {}

    record OfClass(double maximum, List<At> at) {}

    record At(double alpha, double beta, double evidence) {}

    record Tau(double[] first, double[] second, double tau) {}

    private static Reference reference;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(ReferenceTest.class.getResourceAsStream("reference.json"))) {
            reference = new ObjectMapper().readValue(in, Reference.class);
        }
        assertThat(reference.cases()).hasSize(4);
    }

    @Test
    void logisticRegressionIsScikitLearns() {
        for (Case each : reference.cases()) {
            for (Logistic expected : each.logistic()) {
                try (DenseMatrix design = each.table().standardised()) {
                    compareWeights(each, expected, design);
                    compareProbabilities(each, expected, design);
                }
            }
        }
    }

    private static LogisticRegression.Model fitted(Case each, Logistic expected, DenseMatrix design) {
        try (LogisticRegression regression = new LogisticRegression(design, each.labels(), each.classes())) {
            return regression.fit(expected.penalty(), 1e-18, regression.zero());
        }
    }

    private static void compareWeights(Case each, Logistic expected, DenseMatrix design) {
        LogisticRegression.Model model = fitted(each, expected, design);
        assertThat(expected.weights()).hasNumberOfRows(each.classes() == 2 ? 1 : each.classes());
        for (int c = 0; c < expected.weights().length; c++) {
            for (int j = 0; j < design.columns(); j++) {
                assertThat(model.weight(c, j)).as(each.name()).isCloseTo(expected.weights()[c][j], within(1e-6));
            }
            assertThat(model.intercept(c)).as(each.name()).isCloseTo(expected.intercepts()[c], within(1e-6));
        }
    }

    /** Where features are more than images, in the coordinates of the images' span. */
    private static void compareProbabilities(Case each, Logistic expected, DenseMatrix design) {
        DenseMatrix.Coordinates span =
                design.rows() < design.columns() ? design.inSpan(design) : new DenseMatrix.Coordinates(design, design);
        double[][] found = fitted(each, expected, span.own()).probabilities(span.others());
        for (int i = 0; i < found.length; i++) {
            for (int c = 0; c < each.classes(); c++) {
                assertThat(found[i][c]).as(each.name()).isCloseTo(expected.probabilities()[i][c], within(1e-6));
            }
        }
    }

    @Test
    void nearestNeighboursAreScikitLearns() {
        for (Case each : reference.cases()) {
            try (DenseMatrix standardised = each.table().standardised()) {
                Neighbours expected = each.neighbours();
                assertThat(new NearestNeighbours(expected.k())
                                .classify(standardised, each.labels(), each.classes(), expected.units()))
                        .as(each.name())
                        .isEqualTo(expected.found());
            }
        }
    }

    private static Spectrum spectrum(Case each) {
        try (DenseMatrix standardised = each.table().standardised()) {
            return Spectrum.of(standardised, each.labels(), each.classes());
        }
    }

    @Test
    void hScoreHasLedoitAndWolfsShrinkage() {
        for (Case each : reference.cases()) {
            HScore found = HScore.of(spectrum(each));
            assertThat(found.shrinkage())
                    .as(each.name())
                    .isCloseTo(each.hScore().shrinkage(), within(1e-10));
            assertThat(found.value()).as(each.name()).isCloseTo(each.hScore().score(), within(1e-10));
        }
    }

    /** For more features than images too, where the published program counts too many terms. */
    @Test
    void theEvidenceIsThatOfTheDeterminant() {
        for (Case each : reference.cases()) {
            Spectrum spectrum = spectrum(each);
            for (int c = 0; c < each.classes(); c++) {
                for (At at : each.logMe().get(c).at()) {
                    assertThat(LogMe.at(spectrum, c, at.alpha(), at.beta()).logEvidence())
                            .as(each.name())
                            .isCloseTo(at.evidence(), within(1e-8));
                }
                assertThat(LogMe.evidence(spectrum, c).logEvidence())
                        .as(each.name())
                        .isCloseTo(each.logMe().get(c).maximum(), within(1e-7));
            }
        }
    }

    @Test
    void kendallsTauIsScipys() {
        for (Tau each : reference.kendall()) {
            assertThat(KendallTau.of(each.first(), each.second()).value()).isCloseTo(each.tau(), within(1e-12));
        }
        assertThat(KendallTau.of(new double[] {1, 1}, new double[] {1, 2}).value())
                .isNaN();
    }
}
