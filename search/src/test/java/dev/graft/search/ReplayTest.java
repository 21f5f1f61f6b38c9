package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches over a ledger in which all was trained: how much worse the winner of a part is than the best of all. */
class ReplayTest {
    private static final int SEEDS = 60;
    private static final int MOST = 100;

    private final ReplayedLedger ledger = new ReplayedLedger();

    /** Configurations in the order in which a search tries them, for each seed. */
    private List<List<List<Trial>>> searches(LongFunction<List<List<Trial>>> search) {
        return IntStream.range(0, SEEDS).mapToObj(search::apply).toList();
    }

    private List<List<Trial>> drawn(long seed, List<RankedNetwork> recommended) {
        return SearchStrategy.parzen(1, seed, recommended).plan(ledger.trials).configurations();
    }

    private List<List<Trial>> chosen(long seed, List<RankedNetwork> recommended) {
        List<List<Trial>> configurations = drawn(seed, recommended);
        return ledger.replay(configurations, MOST).stream()
                .map(configurations::get)
                .toList();
    }

    private double median(
            List<List<List<Trial>>> searches, int count, ToDoubleFunction<ReplayedLedger.Figures> figure) {
        double[] regrets = searches.stream()
                .mapToDouble(
                        tried -> ledger.best(figure) - figure.applyAsDouble(ledger.winner(tried.subList(0, count))))
                .sorted()
                .toArray();
        return (regrets[(SEEDS - 1) / 2] + regrets[SEEDS / 2]) / 2;
    }

    private double mean(List<List<List<Trial>>> searches, int count, ToDoubleFunction<ReplayedLedger.Figures> figure) {
        return ledger.best(figure)
                - searches.stream()
                        .mapToDouble(tried -> figure.applyAsDouble(ledger.winner(tried.subList(0, count))))
                        .average()
                        .orElseThrow();
    }

    @Test
    void ofARealLedgerTpesRegretIsAtMostHalfOfRandomSearchs() {
        List<List<List<Trial>>> random = searches(seed -> drawn(seed, List.of()));
        List<List<List<Trial>>> tpe = searches(seed -> chosen(seed, List.of()));
        List<List<List<Trial>>> recommended = searches(seed -> chosen(seed, ReplayedLedger.recommendation()));

        for (int count : new int[] {10, 20, 40, 60, 100}) {
            for (List<List<List<Trial>>> searches : Arrays.asList(random, tpe, recommended)) {
                System.out.printf(
                        Locale.ROOT,
                        "After %d of %d, %s: median regret %.4f, mean %.4f; by the test part %.4f, %.4f%n",
                        count,
                        ledger.trials.size(),
                        searches == random ? "random" : searches == tpe ? "TPE" : "TPE as recommended",
                        median(searches, count, ReplayedLedger.Figures::accuracy),
                        mean(searches, count, ReplayedLedger.Figures::accuracy),
                        median(searches, count, ReplayedLedger.Figures::test),
                        mean(searches, count, ReplayedLedger.Figures::test));
            }
        }
        assertThat(ledger.trials).hasSize(280);
        double expected = median(random, 60, ReplayedLedger.Figures::accuracy);
        assertThat(expected).isPositive();
        assertThat(median(tpe, 60, ReplayedLedger.Figures::accuracy)).isLessThanOrEqualTo(expected / 2);
    }
}
