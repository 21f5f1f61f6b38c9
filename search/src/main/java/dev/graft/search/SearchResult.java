package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.metrics.Figures;
import dev.graft.result.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search found. Configurations are ranked by the mean of the measure over their repeats on the validation part; in
 * folds, on all images, each predicted by a model that had not seen it. Those whose repeats are not all done come after those
 * that are complete. The test part is looked at for the winner and the runner-up alone, and changes nothing.
 *
 * @param measure what was compared
 * @param trials of the search
 * @param states where they stand
 * @param ranking best first
 * @param failed trials without a result
 * @param verdict of the test part on the winner; empty without a test part or a winner, and in folds
 * @param selection what the winner is worth, in folds
 * @param cutShort how far it had come when its time was over: the same search goes on later. Empty if all was done, and for what
 *     a ledger holds
 */
public record SearchResult(
        Measure measure,
        List<Trial> trials,
        Map<TrialAddress, TrialState> states,
        List<ConfigurationResult> ranking,
        List<FailedTrial> failed,
        Optional<TestVerdict> verdict,
        Optional<SelectionVerdict> selection,
        Optional<CutShort> cutShort) {
    public SearchResult {
        trials = List.copyOf(trials);
        states = Map.copyOf(states);
        ranking = List.copyOf(ranking);
        failed = List.copyOf(failed);
    }

    /** What a ledger holds now, of all searches that used it. */
    public static SearchResult of(Ledger ledger, Measure measure) {
        return of(ledger, ledger.trials(), measure, OptionalInt.empty());
    }

    /**
     * Where one of the trials stands.
     *
     * @throws GraftException if it is none of them
     */
    public TrialState state(Trial trial) {
        return state(states, trial);
    }

    private static TrialState state(Map<TrialAddress, TrialState> states, Trial trial) {
        TrialState state = states.get(trial.address());
        if (state == null) {
            throw new GraftException("Found a trial " + trial.address().shortForm() + ", expected one of this search's "
                    + states.size() + ". Ask for those that trials() names.");
        }
        return state;
    }

    /** @param planned of a search that was cut short, how many trainings it is about at most */
    static SearchResult of(Ledger ledger, List<Trial> trials, Measure measure, OptionalInt planned) {
        Map<TrialAddress, TrialState> states = ledger.states(trials);
        for (TrialAddress address : ledger.givenUp()) {
            states.computeIfPresent(
                    address, (key, state) -> state.status() == TrialStatus.WAITING ? state.givenUp() : state);
        }
        Optional<FoldSelection> folds = ledger.folds().map(facts -> new FoldSelection(ledger, facts, measure));
        List<ConfigurationResult> ranking = folds.map(selection -> ranking(trials, states, measure, selection))
                .orElseGet(() -> ranking(trials, states, measure));
        List<FailedTrial> failed = trials.stream()
                .filter(trial -> state(states, trial).status() == TrialStatus.FAILED)
                .map(trial ->
                        new FailedTrial(trial, state(states, trial).error().orElse("")))
                .toList();
        return new SearchResult(
                measure,
                trials,
                states,
                ranking,
                failed,
                folds.isPresent() ? Optional.empty() : verdict(ledger, ranking, measure),
                folds.flatMap(selection -> selection.verdict(
                        ranking, givenUp(trials, states, ranking).size())),
                planned.stream()
                        .mapToObj(most -> new CutShort(over(states), most))
                        .findFirst());
    }

    private static int over(Map<TrialAddress, TrialState> states) {
        return (int) states.values().stream().filter(TrialState::isOver).count();
    }

    private static List<ConfigurationResult> givenUp(
            List<Trial> trials, Map<TrialAddress, TrialState> states, List<ConfigurationResult> ranking) {
        Set<Map<String, Object>> given = configurations(trials, states, TrialStatus.GIVEN_UP);
        // No prediction of theirs was compared.
        given.removeAll(configurations(trials, states, TrialStatus.FAILED));
        return ranking.stream()
                .filter(configuration -> !configuration.complete()
                        && given.contains(configuration.repeats().get(0).trial().configuration()))
                .toList();
    }

    private static Set<Map<String, Object>> configurations(
            List<Trial> trials, Map<TrialAddress, TrialState> states, TrialStatus status) {
        return trials.stream()
                .filter(trial -> state(states, trial).status() == status)
                .map(Trial::configuration)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The folds that configurations are trained on; empty for one split. */
    public Optional<FoldPlan> folds() {
        return FoldPlan.of(trials);
    }

    /** In folds, those that were given up before their last fold; one with a fold that failed is none of them. */
    public List<ConfigurationResult> givenUp() {
        return givenUp(trials, states, ranking);
    }

    private static List<ConfigurationResult> ranking(
            List<Trial> trials, Map<TrialAddress, TrialState> states, Measure measure, FoldSelection folds) {
        List<ConfigurationResult> results = new ArrayList<>();
        for (List<Trial> planned : Configurations.of(trials)) {
            List<ScoredTrial> done = new ArrayList<>();
            for (Trial trial : planned) {
                TrialState state = state(states, trial);
                if (state.status() == TrialStatus.DONE) {
                    state.scores().ifPresent(scores -> done.add(new ScoredTrial(trial, scores)));
                }
            }
            if (!done.isEmpty()) {
                results.add(folds.result(done, planned.size(), measure));
            }
        }
        results.sort(order());
        return results;
    }

    private static List<ConfigurationResult> ranking(
            List<Trial> trials, Map<TrialAddress, TrialState> states, Measure measure) {
        List<ConfigurationResult> results = new ArrayList<>();
        for (List<Trial> repeats : Configurations.of(trials)) {
            List<ScoredTrial> scored = new ArrayList<>();
            boolean complete = true;
            for (Trial trial : repeats) {
                TrialState state = state(states, trial);
                boolean failed = state.status() == TrialStatus.FAILED;
                state.scores()
                        .filter(s -> !failed)
                        .ifPresent(s -> scored.add(new ScoredTrial(trial, known(s, measure))));
                complete &= state.status() == TrialStatus.DONE;
            }
            if (!scored.isEmpty()) {
                results.add(ConfigurationResult.of(scored, repeats.size(), complete, measure));
            }
        }
        results.sort(order());
        return results;
    }

    /** @throws GraftException if they lack the measure */
    static TrialScores known(TrialScores scores, Measure measure) {
        if (!scores.validation().estimates().containsKey(measure.metric())) {
            throw new GraftException("Found trials without " + measure.metric().title()
                    + ", expected it in each: an earlier version of Graft trained them. Choose by another measure, or"
                    + " train into a new ledger.");
        }
        return scores;
    }

    /** Best first. Undefined values sort last: {@link Double#compare} puts NaN above everything. */
    static Comparator<ConfigurationResult> order() {
        return Comparator.comparing((ConfigurationResult r) -> !r.complete())
                .thenComparingDouble(r -> -r.mean())
                .thenComparingDouble(ConfigurationResult::meanLogLoss)
                .thenComparing(r -> r.repeats().get(0).trial().address());
    }

    private static Optional<TestVerdict> verdict(Ledger ledger, List<ConfigurationResult> ranking, Measure measure) {
        if (ranking.isEmpty()) {
            return Optional.empty();
        }
        ConfigurationResult winner = ranking.get(0);
        ScoredTrial chosen = winner.chosen(measure);
        Optional<ScoredTrial> second = ranking.stream().skip(1).findFirst().map(r -> r.chosen(measure));
        double[] accuracies = winner.repeats().stream()
                .flatMap(repeat -> repeat.scores().test().stream())
                .mapToDouble(Figures::accuracy)
                .toArray();
        double mean = Arrays.stream(accuracies).average().orElse(Double.NaN);
        return chosen.scores()
                .test()
                .map(scores -> new TestVerdict(
                        chosen,
                        scores,
                        mean,
                        ConfigurationResult.deviation(accuracies, mean),
                        second,
                        second.flatMap(s -> s.scores().test()),
                        result(ledger, chosen)
                                .byGroup()
                                .filter(groups -> groups.test().isPresent()),
                        second.map(other -> PairedComparison.of(result(ledger, chosen), result(ledger, other)))));
    }

    private static TrainingResult result(Ledger ledger, ScoredTrial of) {
        return ledger.result(of.trial().address());
    }

    /** The best configuration; empty if no trial has a result. */
    public Optional<ConfigurationResult> winner() {
        return ranking.stream().findFirst();
    }

    /** How many configurations the winner was chosen from: the more, the more of its lead is luck. */
    public int compared() {
        return ranking.size();
    }

    /** By how much the winner leads on the validation part; empty without a runner-up. */
    public OptionalDouble lead() {
        return ranking.size() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(ranking.get(0).mean() - ranking.get(1).mean());
    }
}
