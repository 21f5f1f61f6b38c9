package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchStrategyTest {
    /** 100 configurations of two repeats, 30 epochs. */
    private static final List<Trial> TRIALS = SyntheticLedger.trials(200);

    private static Rung until(int epochs, int keep) {
        return Rung.ofEpochs(epochs, keep);
    }

    private static Rung toTheEnd(int keep) {
        return Rung.toTheEnd(keep);
    }

    @Test
    void aGridIsEveryTrial() {
        SearchPlan plan = SearchStrategy.grid().plan(TRIALS);

        assertThat(plan.brackets()).containsExactly(new Bracket(100, List.of(toTheEnd(100))));
        assertThat(plan.inOrder().get(0)).hasSize(100).allMatch(repeats -> repeats.size() == 2);
    }

    @Test
    void aRandomSampleTakesWholeConfigurationsAndGoesByItsSeed() {
        List<List<Trial>> first =
                SearchStrategy.random(7, 1).plan(TRIALS).inOrder().get(0);

        assertThat(first).hasSize(7).doesNotHaveDuplicates().allMatch(repeats -> repeats.size() == 2);
        assertThat(SearchStrategy.random(7, 1).plan(TRIALS).inOrder().get(0)).isEqualTo(first);
        assertThat(SearchStrategy.random(7, 2).plan(TRIALS).inOrder().get(0)).isNotEqualTo(first);
        assertThat(SearchStrategy.random(1000, 1).plan(TRIALS).inOrder().get(0)).hasSize(100);
    }

    @Test
    void halvingKeepsAPartAtEachRung() {
        Bracket bracket = SearchStrategy.halving(2, 3).plan(TRIALS).brackets().get(0);

        assertThat(bracket.rungs()).containsExactly(until(2, 34), until(6, 12), until(18, 4), toTheEnd(4));
        // (100 * 2 + 34 * 4 + 12 * 12 + 4 * 12) / 100
        assertThat(bracket.expectedEpochs(TRIALS.get(0))).isCloseTo(5.28, within(1e-12));
    }

    /** n and r of table 1 in Li and others (2018), for R = 81 and eta = 3, cut to what there is. */
    @Test
    void hyperbandsBracketsAreThoseOfThePaper() {
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .learningRates(java.util.stream.IntStream.range(1, 101)
                        .mapToDouble(i -> i / 1000.0)
                        .toArray())
                .epochs(81)
                .build();
        List<Trial> trials = new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT);

        SearchPlan plan = SearchStrategy.hyperband(1, 3, 5).plan(trials);

        List<Bracket> brackets = plan.brackets();
        assertThat(brackets).extracting(Bracket::configurations).containsExactly(81, 34, 15, 8, 5);
        assertThat(brackets.get(0).rungs())
                .containsExactly(until(1, 27), until(3, 9), until(9, 3), until(27, 1), toTheEnd(1));
        assertThat(brackets.get(3).rungs()).containsExactly(until(27, 3), toTheEnd(3));
        assertThat(brackets.get(4).rungs()).containsExactly(toTheEnd(5));
        assertThat(plan.inOrder()).extracting(List::size).containsExactly(81, 34, 15, 8, 5);
        assertThat(plan.inOrder().get(0)).doesNotHaveDuplicates();
        assertThat(plan.inOrder().get(1))
                .startsWith(plan.configurations().get(81))
                .contains(plan.configurations().get(0));
    }

    /** Epochs that are no power of the factor: brackets have rungs in common. */
    @Test
    void hyperbandsRungsAreThoseOfThePaperRoundedDown() {
        List<Bracket> brackets = SearchStrategy.hyperband(2, 3, 5).plan(TRIALS).brackets();

        // Of 30 epochs: 10, 3.3.
        assertThat(brackets)
                .containsExactly(
                        new Bracket(9, List.of(until(3, 3), until(10, 1), toTheEnd(1))),
                        new Bracket(5, List.of(until(10, 2), toTheEnd(2))),
                        new Bracket(3, List.of(toTheEnd(3))));
    }

    @Test
    void bohbsBracketsAreHyperbandsUntilAllHaveStarted() {
        List<Bracket> once = SearchStrategy.hyperband(2, 3, 5).plan(TRIALS).brackets();

        SearchPlan plan = SearchStrategy.bohb(37, 2, 3, 5).plan(TRIALS);

        assertThat(plan.configurations())
                .isEqualTo(SearchStrategy.hyperband(2, 3, 5).plan(TRIALS).configurations());
        assertThat(plan.brackets().subList(0, 3)).isEqualTo(once);
        assertThat(plan.brackets().subList(3, 6)).isEqualTo(once);
        assertThat(plan.brackets())
                .hasSize(7)
                .last()
                .isEqualTo(new Bracket(3, once.get(0).rungs()));
        assertThat(SearchStrategy.bohb(Integer.MAX_VALUE, 2, 3, 5).plan(TRIALS).starts())
                .isEqualTo(100);
        assertThat(plan.compared()).hasToString("[OptionalInt[3], OptionalInt[10], OptionalInt.empty]");
        // Of 9: 9 * 3 + 3 * 7 + 20; of 5: 5 * 10 + 2 * 20; of 3: 3 * 30. Twice, and of 3: 3 * 3 + 3 * 7 + 20.
        assertThat(plan.expectedEpochs()).containsEntry(TRIALS.get(0), 15).hasSize(200);
    }

    @Test
    void theFewestEpochsAndTheSmallestFactorAreSaidAndTaken() {
        assertThat(SearchStrategy.halving(1, 2).describe())
                .isEqualTo("successive halving from 1 epochs, one in 2 goes on");
        assertThat(SearchStrategy.hyperband(1, 2, 5).describe())
                .isEqualTo("Hyperband from 1 epochs, one in 2 goes on, seed 5");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> SearchStrategy.random(0, 1)).hasMessageContaining("1 configuration or more");
        assertThatThrownBy(() -> SearchStrategy.halving(0, 2)).hasMessageContaining("found 0 epochs and one in 2");
        assertThatThrownBy(() -> SearchStrategy.hyperband(1, 1, 1)).hasMessageContaining("one in 1");
    }
}
