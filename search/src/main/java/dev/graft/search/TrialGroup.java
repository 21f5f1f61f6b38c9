package dev.graft.search;

import java.util.List;

/**
 * Trials that an executor is handed at a time.
 *
 * @param sharing groups with equal text share work, such as frozen features: they run one after another where there is a
 *     choice, not at the same time
 * @param trials at least one
 */
public record TrialGroup(String sharing, List<Trial> trials) {
    public TrialGroup {
        trials = List.copyOf(trials);
    }
}
