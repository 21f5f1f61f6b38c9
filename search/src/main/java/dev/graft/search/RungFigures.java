package dev.graft.search;

import dev.graft.metrics.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Compares configurations by what a ledger says of their first epochs, or of their end: the same whenever it is asked, how far
 * trials have gone since. Safe for use by several threads.
 */
final class RungFigures {
    private final Ledger ledger;
    private final Measure measure;
    private final Optional<FoldSelection> selection;
    private final Map<Rungs, Early> early = new HashMap<>();
    private final Map<TrialAddress, ConfigurationResult> ends = new HashMap<>();

    RungFigures(Ledger ledger, Measure measure, Optional<FoldSelection> selection) {
        this.ledger = ledger;
        this.measure = measure;
        this.selection = selection;
    }

    /** A configuration's first trial, and after how many epochs. */
    private record Rungs(TrialAddress first, int epochs) {}

    /** Means over repeats. */
    private record Early(double accuracy, double loss) {}

    /** @param figure by which they are compared */
    private record Ranked<T>(List<Trial> repeats, T figure) {}

    /**
     * Those that have a figure, best first. One with a trial that failed before has none.
     *
     * @param epochs after so many; empty for the end
     */
    synchronized List<List<Trial>> ranked(Collection<List<Trial>> configurations, OptionalInt epochs) {
        if (epochs.isEmpty()) {
            return ranked(configurations, SearchResult.order(), this::end);
        }
        Comparator<Early> byAccuracy = Comparator.comparingDouble(figure -> -figure.accuracy());
        Comparator<Early> byLoss = Comparator.comparingDouble(Early::loss);
        return ranked(
                configurations,
                measure.metric() == Metric.LOG_LOSS
                        ? byLoss.thenComparing(byAccuracy)
                        : byAccuracy.thenComparing(byLoss),
                repeats -> early(repeats, epochs.getAsInt()));
    }

    private static <T> List<List<Trial>> ranked(
            Collection<List<Trial>> configurations, Comparator<T> order, Function<List<Trial>, Optional<T>> figure) {
        return configurations.stream()
                .flatMap(repeats -> figure.apply(repeats).map(f -> new Ranked<>(repeats, f)).stream())
                .sorted(Comparator.comparing(Ranked::figure, order))
                .map(Ranked::repeats)
                .toList();
    }

    private Optional<Early> early(List<Trial> repeats, int epochs) {
        Rungs key = new Rungs(repeats.get(0).address(), epochs);
        Optional<Early> known = Optional.ofNullable(early.get(key));
        if (known.isPresent()) {
            return known;
        }
        double accuracy = 0;
        double loss = 0;
        for (Trial trial : repeats) {
            Optional<TrialScores.EpochScore> after = after(trial, epochs);
            if (after.isEmpty()) {
                return Optional.empty();
            }
            accuracy += after.get().accuracy();
            loss += after.get().loss();
        }
        Early figure = new Early(accuracy / repeats.size(), loss / repeats.size());
        early.put(key, figure);
        return Optional.of(figure);
    }

    /** A trial that failed later was that good nevertheless. */
    private Optional<TrialScores.EpochScore> after(Trial trial, int epochs) {
        TrialState state = ledger.state(trial.address());
        return state.scores()
                .filter(scores -> state.status() == TrialStatus.DONE || scores.epochs() >= epochs)
                .map(scores -> scores.bestOfFirst(epochs));
    }

    private Optional<ConfigurationResult> end(List<Trial> repeats) {
        TrialAddress key = repeats.get(0).address();
        Optional<ConfigurationResult> known = Optional.ofNullable(ends.get(key));
        if (known.isPresent()) {
            return known;
        }
        List<ScoredTrial> done = new ArrayList<>();
        for (Trial trial : repeats) {
            TrialState state = ledger.state(trial.address());
            if (state.status() != TrialStatus.DONE) {
                return Optional.empty();
            }
            done.add(new ScoredTrial(trial, SearchResult.known(state.scores().orElseThrow(), measure)));
        }
        ConfigurationResult result = selection
                .map(folds -> folds.result(done, done.size(), measure))
                .orElseGet(() -> ConfigurationResult.of(done, done.size(), true, measure));
        ends.put(key, result);
        return Optional.of(result);
    }
}
