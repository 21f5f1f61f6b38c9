package dev.graft.search;

import java.util.List;

/**
 * One training of a search.
 *
 * @param address names it
 * @param settings determine it
 * @param cells that are this training, at least one, in the space's order
 */
public record Trial(TrialAddress address, TrialSettings settings, List<Cell> cells) {
    public Trial {
        cells = List.copyOf(cells);
    }
}
