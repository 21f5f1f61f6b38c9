package dev.graft.search;

import java.util.List;
import java.util.Objects;

/**
 * One training of a search.
 *
 * @param address names it
 * @param settings determine it
 * @param cells that are this training, at least one, in the space's order
 */
public record Trial(TrialAddress address, TrialSettings settings, List<Cell> cells) {
    public Trial {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(settings, "settings");
        cells = List.copyOf(cells);
    }
}
