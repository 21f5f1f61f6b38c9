package dev.graft.report;

import java.util.List;

/**
 * Trials that are repeats of one another.
 *
 * @param trials positions in {@link ExperimentSummary#trials()} of those that have scores, at least one
 * @param chosen position of the one to use, by the validation part
 * @param planned how many repeats there should be
 * @param complete whether all of them are done
 * @param mean of the experiment's measure over repeats
 * @param deviation sample standard deviation over repeats; NaN for one
 * @param lowest of the measure
 * @param highest of the measure
 */
public record ExperimentConfiguration(
        List<Integer> trials,
        int chosen,
        int planned,
        boolean complete,
        double mean,
        double deviation,
        double lowest,
        double highest) {
    public ExperimentConfiguration {
        trials = List.copyOf(trials);
    }
}
