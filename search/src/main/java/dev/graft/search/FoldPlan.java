package dev.graft.search;

import java.util.List;
import java.util.Optional;

/**
 * The folds that each configuration of a search is trained on.
 *
 * @param folds of a round
 * @param seeds one for each round, in order: the images are cut anew by it
 */
public record FoldPlan(int folds, List<Long> seeds) {
    public FoldPlan {
        seeds = List.copyOf(seeds);
    }

    /** Empty if the trials are on one split. */
    static Optional<FoldPlan> of(List<Trial> trials) {
        return trials.stream()
                .map(trial -> trial.settings().split())
                .filter(split -> split.fold() > 0)
                .findFirst()
                .map(split -> new FoldPlan(
                        split.folds(),
                        trials.stream()
                                .map(trial -> trial.settings().seeds().split())
                                .distinct()
                                .sorted()
                                .toList()));
    }

    /** Of all rounds. */
    public int divisions() {
        return folds * seeds.size();
    }

    /** A trial's fold, counted from 1. */
    public int fold(Trial trial) {
        return trial.settings().split().fold();
    }

    /** A trial's round, counted from 1. */
    public int round(Trial trial) {
        return seeds.indexOf(trial.settings().seeds().split()) + 1;
    }

    /** How many divisions of the images a configuration is trained on by now. */
    public int trained(ConfigurationResult configuration) {
        return configuration.repeats().size() * divisions() / configuration.planned();
    }
}
