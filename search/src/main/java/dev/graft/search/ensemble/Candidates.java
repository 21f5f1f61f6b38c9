package dev.graft.search.ensemble;

import dev.graft.error.GraftException;
import dev.graft.metrics.Metric;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Ledger;
import dev.graft.search.ScoredTrial;
import dev.graft.search.SearchResult;
import dev.graft.search.TrialStatus;
import java.util.Comparator;
import java.util.List;

/** Trials that may be put together. */
final class Candidates {
    private Candidates() {}

    /**
     * Trials that are done, the best on the validation part first.
     *
     * @throws GraftException if there is none, or the search is in folds: its trials have no validation part in common
     */
    static List<ScoredTrial> of(Ledger ledger, SearchResult result) {
        if (ledger.folds().isPresent()) {
            throw new GraftException("The ledger " + ledger.directory() + " is of a search in folds, whose trials were"
                    + " judged on different images. Expected trials with one validation part; search without --folds.");
        }
        List<ScoredTrial> done = result.ranking().stream()
                .map(ConfigurationResult::repeats)
                .flatMap(List::stream)
                .filter(scored -> result.state(scored.trial()).status() == TrialStatus.DONE)
                .filter(scored ->
                        !Double.isNaN(result.measure().of(scored.scores().validation())))
                .sorted(order(result))
                .toList();
        if (done.isEmpty()) {
            throw new GraftException(
                    "No trial in " + ledger.directory() + " is done. Let the search train some first.");
        }
        return done;
    }

    private static Comparator<ScoredTrial> order(SearchResult result) {
        return Comparator.comparingDouble((ScoredTrial scored) ->
                        -result.measure().of(scored.scores().validation()))
                .thenComparingDouble(scored -> scored.scores().validation().value(Metric.LOG_LOSS))
                .thenComparing(scored -> scored.trial().address());
    }
}
