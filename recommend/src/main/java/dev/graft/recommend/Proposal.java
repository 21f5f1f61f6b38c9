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
}
