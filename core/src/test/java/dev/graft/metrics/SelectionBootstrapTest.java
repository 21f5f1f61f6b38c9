package dev.graft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionBootstrapTest {
    private static JsonNode reference;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = SelectionBootstrapTest.class.getResourceAsStream("selection_reference.json")) {
            reference = new ObjectMapper().readTree(in);
        }
    }

    private static List<SelectionBootstrap.Candidate> candidates() {
        List<SelectionBootstrap.Candidate> candidates = new ArrayList<>();
        for (JsonNode configuration : reference.get("scores")) {
            List<List<Prediction>> passes = new ArrayList<>();
            for (JsonNode pass : configuration) {
                List<Prediction> predictions = new ArrayList<>();
                for (int i = 0; i < pass.size(); i++) {
                    double score = pass.get(i).asDouble();
                    predictions.add(prediction(i, reference.get("labels").get(i).asInt(), score));
                }
                passes.add(predictions);
            }
            candidates.add(new SelectionBootstrap.Candidate(passes));
        }
        return candidates;
    }

    private static Prediction prediction(int image, int label, double score) {
        return new Prediction("image" + image, label, List.of(1 - score, score));
    }

    private static Bootstrap bootstrap() {
        Map<String, String> groups = new HashMap<>();
        for (int i = 0; i < reference.get("groups").size(); i++) {
            groups.put("image" + i, "patient" + reference.get("groups").get(i).asInt());
        }
        return new Bootstrap(200, 1, groups);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCURACY", "ROC_AUC", "LOG_LOSS"})
    void equalsTheFormulasOnGivenDraws(Metric metric) {
        SelectionBootstrap selection = new SelectionBootstrap(metric, 1, 2, bootstrap());
        List<int[]> draws = new ArrayList<>();
        for (JsonNode row : reference.get("drawn")) {
            int[] drawn = new int[row.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = row.get(i).asInt();
            }
            draws.add(drawn);
        }
        JsonNode expected = reference.get("expected").get(metric.name());
        List<SelectionBootstrap.Candidate> candidates = candidates();
        int[] units = selection.units(candidates);

        SelectionFigure figure = selection.of(candidates, units, draws);

        assertThat(figure.chosen()).isEqualTo(expected.get("chosen").asInt());
        assertThat(figure.naive()).isCloseTo(expected.get("naive").asDouble(), within(1e-12));
        assertThat(figure.corrected()).isCloseTo(expected.get("corrected").asDouble(), within(1e-12));
        assertThat(figure.interval().low()).isCloseTo(expected.get("low").asDouble(), within(1e-12));
        assertThat(figure.interval().high()).isCloseTo(expected.get("high").asDouble(), within(1e-12));
        assertThat(figure.stability()).isEqualTo(expected.get("stability").asDouble());
        assertThat(figure.units()).isEqualTo(12);
        double[] chances = selection.chances(candidates, units, draws, 0.4);
        for (int c = 0; c < chances.length; c++) {
            assertThat(chances[c]).isCloseTo(expected.get("chances").get(c).asDouble(), within(1e-12));
        }
    }

    /** The chances of all that are given up add up to no more than may be spent, and the next one would be too much. */
    @Test
    void whatIsGivenUpHasTogetherHardlyAChance() {
        SelectionBootstrap selection = new SelectionBootstrap(Metric.ACCURACY, 1, 2, bootstrap());
        int[] units = selection.units(candidates());
        List<int[]> draws = selection.bootstrap().draws(12);
        double[] chances = selection.chances(candidates(), units, draws, 0.4);
        double[] rising = Arrays.stream(chances).sorted().toArray();
        double two = rising[0] + rising[1];

        SelectionBootstrap.Hopeless hopeless = selection.hopeless(candidates(), 0.4, rising[2] + two / 2);

        assertThat(hopeless.positions()).hasSize(2).allMatch(c -> chances[c] <= rising[1]);
        assertThat(hopeless.probability()).isEqualTo(two);
        assertThat(selection.hopeless(candidates(), 0.4, rising[0] / 2).positions())
                .isEmpty();
        assertThat(chances[4]).isEqualTo(1);
    }

    /** The more images are judged, the less can be made up by the others. */
    @Test
    void aDistanceWeighsMoreTheFewerImagesAreLeft() {
        SelectionBootstrap selection = new SelectionBootstrap(Metric.ACCURACY, 1, 2, bootstrap());
        int[] units = selection.units(candidates());
        List<int[]> draws = selection.bootstrap().draws(12);
        double[] early = selection.chances(candidates(), units, draws, 0.2);
        double[] late = selection.chances(candidates(), units, draws, 0.8);
        for (int c = 0; c < 4; c++) {
            assertThat(late[c]).isLessThan(early[c]);
        }
    }

    @Test
    void nothingIsGivenUpByASingleUnitAndWhatIsUndefinedIs() {
        SelectionBootstrap selection = new SelectionBootstrap(Metric.ACCURACY, 1, 2, Bootstrap.ofImages());
        assertThat(selection.hopeless(guesses(new Random(1), 1, 5), 0.2, 0.4).positions())
                .isEmpty();
        List<SelectionBootstrap.Candidate> broken = new ArrayList<>(guesses(new Random(1), 10, 1));
        List<Prediction> undefined = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            undefined.add(new Prediction("image" + i, i % 2, List.of(Double.NaN, Double.NaN)));
        }
        broken.add(new SelectionBootstrap.Candidate(List.of(undefined)));
        assertThat(new SelectionBootstrap(Metric.LOG_LOSS, 1, 2, Bootstrap.ofImages())
                        .hopeless(broken, 0.2, 0.01)
                        .positions())
                .containsExactly(1);
    }

    /** Without anything to find the best of 30 looks good, and the corrected figure says that it is not. */
    @Test
    void theBestOfManyGuessesIsNoBetterThanChance() {
        double naive = 0;
        double corrected = 0;
        int covered = 0;
        int repetitions = 40;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            SelectionFigure figure = new SelectionBootstrap(Metric.ACCURACY, 1, 2, new Bootstrap(300, 7, Map.of()))
                    .of(guesses(new Random(repetition), 60, 30));
            naive += figure.naive() / repetitions;
            corrected += figure.corrected() / repetitions;
            covered +=
                    figure.interval().low() <= 0.5 && 0.5 <= figure.interval().high() ? 1 : 0;
        }
        assertThat(naive).isGreaterThan(0.6);
        assertThat(corrected).isCloseTo(0.5, within(0.03));
        assertThat(covered).isGreaterThanOrEqualTo(37);
    }

    private static List<SelectionBootstrap.Candidate> guesses(Random random, int images, int configurations) {
        List<SelectionBootstrap.Candidate> candidates = new ArrayList<>();
        for (int c = 0; c < configurations; c++) {
            List<Prediction> pass = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                pass.add(prediction(i, i % 2, random.nextDouble()));
            }
            candidates.add(new SelectionBootstrap.Candidate(List.of(pass)));
        }
        return candidates;
    }

    @Test
    void aloneAConfigurationKeepsItsFigure() {
        SelectionFigure figure = new SelectionBootstrap(Metric.ACCURACY, 1, 2, new Bootstrap(2000, 3, Map.of()))
                .of(guesses(new Random(4), 200, 1));
        assertThat(figure.corrected()).isCloseTo(figure.naive(), within(0.005));
        assertThat(figure.stability()).isEqualTo(1);
    }

    @Test
    void otherImagesAreRefused() {
        List<SelectionBootstrap.Candidate> mixed = new ArrayList<>(guesses(new Random(1), 10, 1));
        mixed.addAll(guesses(new Random(1), 11, 1));
        SelectionBootstrap selection = new SelectionBootstrap(Metric.ACCURACY, 1, 2, Bootstrap.ofImages());
        assertThatThrownBy(() -> selection.of(mixed))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("11 images beside others of 10");
    }
}
