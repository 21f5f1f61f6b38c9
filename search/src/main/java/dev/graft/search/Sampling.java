package dev.graft.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Configurations of which some are chosen, one after another, by what came of those before: see {@link Sampler}.
 *
 * @param configurations each a list of repeats; the first ones are taken in this order
 * @param most how many are chosen, at least 1
 */
record Sampling(List<List<Trial>> configurations, int most) implements Stage {
    Sampling {
        configurations = configurations.stream().map(List::copyOf).toList();
    }

    /**
     * Under which a ledger keeps what is chosen; of the same configurations in the same order it is the same, and of another order,
     * such as another recommendation's, another one.
     */
    String name() {
        StringBuilder addresses = new StringBuilder();
        configurations.forEach(repeats -> addresses.append(repeats.get(0).address()));
        return DigestUtils.sha256Hex(addresses.toString()).substring(0, 16);
    }

    @Override
    public int expectedEpochs(Trial trial) {
        return trial.phase().epochs();
    }

    /** Folds of a configuration go together: what is chosen next depends on its figure. */
    @Override
    public Stage dropping(int divisions) {
        return this;
    }

    /** What was chosen, and what is over anyway, because another search of the ledger did it: both count. */
    @Override
    public List<Trial> begun(Ledger ledger) {
        Set<TrialAddress> chosen = new HashSet<>();
        ledger.choices(name(), 0).forEach(repeats -> chosen.add(repeats.get(0).address()));
        List<Trial> begun = new ArrayList<>();
        for (List<Trial> repeats : configurations) {
            if (chosen.contains(repeats.get(0).address()) || isOver(repeats, ledger)) {
                begun.addAll(repeats);
            }
        }
        return begun;
    }

    @Override
    public int most(Ledger ledger) {
        int left = Math.max(0, most - ledger.choices(name(), 0).size());
        int repeats = configurations.stream().mapToInt(List::size).max().orElse(0);
        int all = configurations.stream().mapToInt(List::size).sum();
        return (int) Math.min(all, begun(ledger).size() + (long) left * repeats);
    }

    /** Whether nothing is left to do of a configuration. */
    static boolean isOver(List<Trial> repeats, Ledger ledger) {
        return repeats.stream().allMatch(trial -> ledger.state(trial.address()).isOver());
    }
}
