package dev.graft.recommend;

import java.util.List;
import java.util.Optional;

/**
 * What to try with a network.
 *
 * @param best its best candidate
 * @param unfrozen texts of the search's axis
 * @param minutes about what a training takes at most with each, in the same order; empty if nothing was measured
 */
public record Proposal(RankedCandidate best, List<String> unfrozen, Optional<List<Double>> minutes) {
    public Proposal {
        unfrozen = List.copyOf(unfrozen);
    }

    /**
     * How many layers to let learn, the fewest first. Behind the best cut frozen features say what a head can make of them, so
     * what is clearly worse there is left out. Before it they say little: the layers between begin with the weights that
     * made the best cut's features, and learn from there.
     *
     * @param ranked candidates of one network, the best first
     */
    static List<Integer> worthTrying(List<RankedCandidate> ranked) {
        int best = ranked.get(0).candidate().cut().unfrozen();
        return ranked.stream()
                .filter(each -> !each.clearlyWorse() || each.candidate().cut().unfrozen() > best)
                .map(each -> each.candidate().cut().unfrozen())
                .sorted()
                .toList();
    }
}
