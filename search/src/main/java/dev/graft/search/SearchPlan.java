package dev.graft.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * How a search goes: brackets, one after the other, and where their configurations come from.
 *
 * @param configurations what it may train, each a list of repeats, in the order in which they are taken while nothing is known
 * @param sampling which of them a bracket takes
 * @param brackets in order
 */
record SearchPlan(List<List<Trial>> configurations, Sampling sampling, List<Bracket> brackets) {
    SearchPlan {
        configurations = configurations.stream().map(List::copyOf).toList();
        brackets = List.copyOf(brackets);
    }

    /** The same, but after each fold those configurations are given up that are not worth another, if it can. */
    SearchPlan dropping(int divisions) {
        // What is chosen next depends on a configuration's figure, so all of its folds are trained.
        return sampling == Sampling.IN_ORDER
                ? new SearchPlan(
                        configurations,
                        sampling,
                        brackets.stream()
                                .map(bracket -> bracket.dropping(divisions))
                                .toList())
                : this;
    }

    /** How many configurations its brackets start. */
    int starts() {
        return brackets.stream().mapToInt(Bracket::configurations).sum();
    }

    /** What each bracket takes if they take configurations in their order. */
    List<List<List<Trial>>> inOrder() {
        List<List<List<Trial>>> taken = new ArrayList<>();
        int next = 0;
        for (Bracket bracket : brackets) {
            List<List<Trial>> own = new ArrayList<>();
            while (own.size() < bracket.configurations()) {
                own.add(configurations.get(next++ % configurations.size()));
            }
            taken.add(own);
        }
        return taken;
    }

    /** Where configurations are compared: after so many epochs, and last, at their end. */
    List<OptionalInt> compared() {
        Set<Integer> epochs = new TreeSet<>();
        brackets.forEach(
                bracket -> bracket.rungs().forEach(rung -> rung.epochs().ifPresent(epochs::add)));
        List<OptionalInt> compared = new ArrayList<>();
        epochs.forEach(until -> compared.add(OptionalInt.of(until)));
        compared.add(OptionalInt.empty());
        return compared;
    }

    /**
     * Under which a ledger keeps what is chosen; of the same configurations in the same order and the same rungs it is the same,
     * and of another order, such as another recommendation's, another one.
     */
    String name() {
        StringBuilder text = new StringBuilder();
        configurations.forEach(repeats -> text.append(repeats.get(0).address()));
        if (sampling == Sampling.BY_BRACKET) {
            text.append(compared());
        }
        return DigestUtils.sha256Hex(text.toString()).substring(0, 16);
    }

    /** Every trial that it may train, with the epochs that it is expected to train: of chosen ones, those of an average bracket. */
    Map<Trial, Integer> expectedEpochs() {
        Map<Trial, Integer> expected = new LinkedHashMap<>();
        if (sampling == Sampling.IN_ORDER) {
            List<List<List<Trial>>> taken = inOrder();
            for (int i = 0; i < taken.size(); i++) {
                Bracket bracket = brackets.get(i);
                taken.get(i).stream()
                        .flatMap(List::stream)
                        .forEach(trial ->
                                expected.merge(trial, (int) Math.ceil(bracket.expectedEpochs(trial)), Math::max));
            }
            return expected;
        }
        configurations.stream().flatMap(List::stream).forEach(trial -> {
            double sum = brackets.stream()
                    .mapToDouble(bracket -> bracket.configurations() * bracket.expectedEpochs(trial))
                    .sum();
            expected.put(trial, (int) Math.ceil(sum / starts()));
        });
        return expected;
    }

    /** Those that it is about, as a ledger stands: of chosen ones, and of what is over anyway, because another search of the ledger did it. */
    List<Trial> begun(Ledger ledger) {
        if (sampling == Sampling.IN_ORDER) {
            return List.copyOf(expectedEpochs().keySet());
        }
        Set<TrialAddress> chosen = new HashSet<>();
        ledger.choices(name(), 0).forEach(repeats -> chosen.add(repeats.get(0).address()));
        Collection<Trial> begun = new LinkedHashSet<>();
        for (List<Trial> repeats : configurations) {
            if (chosen.contains(repeats.get(0).address()) || isOver(repeats, ledger)) {
                begun.addAll(repeats);
            }
        }
        return List.copyOf(begun);
    }

    /** How many there are when it is over, at most. */
    int most(Ledger ledger) {
        int begun = begun(ledger).size();
        if (sampling == Sampling.IN_ORDER) {
            return begun;
        }
        int left = Math.max(0, starts() - ledger.choices(name(), 0).size());
        int repeats = configurations.stream().mapToInt(List::size).max().orElse(0);
        int all = configurations.stream().mapToInt(List::size).sum();
        return (int) Math.min(all, begun + (long) left * repeats);
    }

    /** Whether nothing is left to do of a configuration. */
    static boolean isOver(List<Trial> repeats, Ledger ledger) {
        return repeats.stream().allMatch(trial -> ledger.state(trial.address()).isOver());
    }
}
