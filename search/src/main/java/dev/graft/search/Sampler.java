package dev.graft.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Says which configuration to train next, by what the ledger knows of those before. It writes down what it chooses before it
 * says so: another process, or this search another day, goes on with the same. What it chooses depends on configurations,
 * choices and results alone. Safe for use by several threads.
 */
final class Sampler {
    private final Ledger ledger;
    private final Sampling sampling;
    private final String name;
    private final Measure measure;
    private final Optional<FoldSelection> selection;
    private final ParzenChoice choice;
    private final Map<TrialAddress, Integer> numbers = new HashMap<>();
    /** Numbers of configurations, oldest first; those that another search did come before all others. */
    private final Set<Integer> begun = new LinkedHashSet<>();

    private final Map<Integer, ConfigurationResult> results = new HashMap<>();
    /** Chosen before this process began. */
    private final Deque<Integer> unfinished = new ArrayDeque<>();

    private int chosen;

    Sampler(Ledger ledger, Sampling sampling, Measure measure, Optional<FoldSelection> selection) {
        this.ledger = ledger;
        this.sampling = sampling;
        this.name = sampling.name();
        this.measure = measure;
        this.selection = selection;
        this.choice = new ParzenChoice(sampling.configurations());
        List<List<Trial>> configurations = sampling.configurations();
        for (int i = 0; i < configurations.size(); i++) {
            numbers.put(configurations.get(i).get(0).address(), i);
        }
        Set<Integer> before = new LinkedHashSet<>(choices());
        for (int i = 0; i < configurations.size(); i++) {
            if (!before.contains(i) && Sampling.isOver(configurations.get(i), ledger)) {
                begun.add(i);
            }
        }
        begun.addAll(before);
        unfinished.addAll(before);
    }

    /** Numbers of what was chosen since the last look, by whomever. */
    private List<Integer> choices() {
        List<Integer> news = new ArrayList<>();
        for (List<Trial> repeats : ledger.choices(name, chosen)) {
            Integer number = numbers.get(repeats.get(0).address());
            if (number != null) {
                news.add(number);
            }
            chosen++;
        }
        return news;
    }

    /** The next configuration to train; first those that were chosen before. Empty if there are enough. */
    synchronized Optional<List<Trial>> next() {
        if (!unfinished.isEmpty()) {
            return Optional.of(sampling.configurations().get(unfinished.remove()));
        }
        return ledger.alone(() -> {
            begun.addAll(choices());
            OptionalInt next = chosen < sampling.most() ? choice.next(begun, ranked()) : OptionalInt.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            List<Trial> configuration = sampling.configurations().get(next.getAsInt());
            ledger.choose(name, chosen, configuration);
            begun.addAll(choices());
            return Optional.of(configuration);
        });
    }

    /** Whether there are enough. */
    synchronized boolean isOver() {
        return chosen >= sampling.most() || begun.size() == numbers.size();
    }

    /** All that was chosen, by whomever, and what had been done before. */
    synchronized List<Trial> begun() {
        return begun.stream()
                .flatMap(i -> sampling.configurations().get(i).stream())
                .toList();
    }

    private List<Integer> ranked() {
        for (int number : begun) {
            if (!results.containsKey(number)) {
                result(sampling.configurations().get(number)).ifPresent(result -> results.put(number, result));
            }
        }
        return results.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(SearchResult.order()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Optional<ConfigurationResult> result(List<Trial> repeats) {
        List<ScoredTrial> done = new ArrayList<>();
        for (Trial trial : repeats) {
            TrialState state = ledger.state(trial.address());
            if (state.status() != TrialStatus.DONE) {
                return Optional.empty();
            }
            done.add(new ScoredTrial(trial, SearchResult.known(state.scores().orElseThrow(), measure)));
        }
        return Optional.of(selection
                .map(folds -> folds.result(done, done.size(), measure))
                .orElseGet(() -> ConfigurationResult.of(done, done.size(), true, measure)));
    }
}
