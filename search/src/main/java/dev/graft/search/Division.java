package dev.graft.search;

import dev.graft.data.Split;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;

/**
 * One way in which a search's images are dealt out: a split by shares, or one fold of several.
 *
 * @param settings shares or fold
 * @param seed of the split
 * @param split what comes of them
 */
public record Division(SplitSettings settings, long seed, Split split) {
    /** Whether it is one fold of several. */
    public boolean isFold() {
        return settings.fold() > 0;
    }

    /** Settings with this division. */
    TrainingSettings on(TrainingSettings others) {
        return others.withSplit(settings).withSeeds(seeds -> seeds.withSplit(seed));
    }

    /** Whether a trial's settings name it. */
    boolean isOf(Trial trial) {
        TrainingSettings others = trial.settings();
        return others.split().fold() == settings.fold()
                && (!isFold() || others.seeds().split() == seed);
    }
}
