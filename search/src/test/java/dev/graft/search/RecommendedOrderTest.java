package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommendedOrderTest {
    /** Four cuts of one network, of which two are the same training, and another network; six rates. */
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("tiny")
            .unfrozen("0", "2", "6", "normalizations")
            .learningRates(1e-5, 1e-4, 3e-4, 1e-3, 1e-2, 0.1)
            .build()
            .and(SearchSpace.builder()
                    .backbones("plain")
                    .unfrozen("all")
                    .learningRates(1e-5, 1e-4, 3e-4, 1e-3, 1e-2, 0.1)
                    .build());

    private static final List<Trial> TRIALS =
            new TrialResolver(SearchFixture.tools()).resolve(SPACE.cells(), SyntheticLedger.CONTEXT);

    private static final List<List<Trial>> DRAWN = drawn(List.of());

    private static List<List<Trial>> drawn(List<RankedNetwork> recommended) {
        return SearchStrategy.parzen(1, 5, recommended).plan(TRIALS).configurations();
    }

    private static Trial of(String backbone) {
        return TRIALS.stream()
                .filter(trial -> trial.settings().model().backbone().equals(backbone))
                .findFirst()
                .orElseThrow();
    }

    private static RankedNetwork ranked(String backbone, int unfrozen, boolean clearlyWorse) {
        PretrainedNetwork known = PretrainedNetwork.of(of(backbone)).orElseThrow();
        return new RankedNetwork(
                new PretrainedNetwork(backbone, known.weights(), known.size(), known.preprocessing(), unfrozen),
                clearlyWorse);
    }

    private static String name(List<Trial> repeats) {
        Cell cell = repeats.get(0).cells().get(0);
        return Axis.BACKBONE.of(cell) + " " + Axis.UNFROZEN.of(cell);
    }

    @Test
    void oneOfEachNetworkComesAfterAnotherBestFirst() {
        List<List<Trial>> ordered = drawn(List.of(
                ranked("tiny", 6, false),
                ranked("plain", 4, false),
                ranked("tiny", 0, false),
                ranked("tiny", 2, true)));

        assertThat(ordered.subList(0, 10).stream().map(RecommendedOrderTest::name))
                .containsExactly(
                        "tiny 6",
                        "plain all",
                        "tiny 0",
                        "tiny 6",
                        "plain all",
                        "tiny 0",
                        "tiny 6",
                        "plain all",
                        "tiny 0",
                        "tiny 6");
    }

    @Test
    void withinANetworkAndBehindThemItIsAsDrawn() {
        List<List<Trial>> ordered = drawn(List.of(ranked("plain", 4, false), ranked("tiny", 0, true)));
        List<List<Trial>> plain =
                DRAWN.stream().filter(each -> name(each).startsWith("plain")).toList();

        assertThat(plain).hasSize(6);
        assertThat(ordered.subList(0, 6)).isEqualTo(plain);
        assertThat(ordered.subList(6, ordered.size()))
                .isEqualTo(DRAWN.stream().filter(each -> !plain.contains(each)).toList());
    }

    @Test
    void aConfigurationCountsForTheNearestCut() {
        List<List<Trial>> ordered = drawn(List.of(ranked("tiny", 5, false), ranked("tiny", 1, true)));

        // 6 lies nearer to 5, and 0 and 2 to 1.
        assertThat(ordered.subList(0, 6).stream().map(RecommendedOrderTest::name))
                .containsOnly("tiny 6");
        assertThat(ordered.subList(6, ordered.size()).stream().map(RecommendedOrderTest::name))
                .doesNotContain("tiny 6");
    }

    @Test
    void whatIsNotOfTheSameWeightsSizeAndPreprocessingIsNotMeant() {
        PretrainedNetwork tiny = ranked("tiny", 2, false).network();
        List<PretrainedNetwork> others = List.of(
                new PretrainedNetwork("vgg16", tiny.weights(), tiny.size(), tiny.preprocessing(), 2),
                new PretrainedNetwork("tiny", "others", tiny.size(), tiny.preprocessing(), 2),
                new PretrainedNetwork("tiny", tiny.weights(), tiny.size() + 1, tiny.preprocessing(), 2),
                new PretrainedNetwork("tiny", tiny.weights(), tiny.size(), "others", 2));

        for (PretrainedNetwork other : others) {
            assertThatThrownBy(() -> drawn(List.of(new RankedNetwork(other, false))))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("knows no network of this space");
        }
        // Something that is clearly worse is better than nothing.
        assertThat(
                        drawn(List.of(new RankedNetwork(others.get(0), false), ranked("plain", 1, true)))
                                .subList(0, 6)
                                .stream()
                                .map(RecommendedOrderTest::name))
                .containsOnly("plain all");
        assertThat(drawn(List.of(new RankedNetwork(others.get(0), false), new RankedNetwork(tiny, false))))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(DRAWN);
    }

    @Test
    void moreThanTheFirstTenAreAsDrawn() {
        List<List<Trial>> ordered =
                drawn(List.of(ranked("tiny", 6, false), ranked("plain", 4, false), ranked("tiny", 2, false)));

        List<List<Trial>> rest = ordered.subList(10, ordered.size());
        assertThat(IntStream.range(1, rest.size())
                        .allMatch(i -> DRAWN.indexOf(rest.get(i - 1)) < DRAWN.indexOf(rest.get(i))))
                .isTrue();
    }
}
