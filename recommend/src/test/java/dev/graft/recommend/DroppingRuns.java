package dev.graft.recommend;

import dev.graft.metrics.SelectionFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What giving up early came to.
 *
 * @param runs of each run, with each of {@link SignalRuns#ERROR_PROBABILITIES}
 */
record DroppingRuns(List<List<SelectionExperiment.Dropping>> runs) {
    static DroppingRuns of(SelectionExperiment experiment, int patients, int count) {
        List<List<SelectionExperiment.Dropping>> runs = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            SelectionExperiment.Folded folded = experiment.folds(experiment.signal(patients, seed));
            SelectionFigure figure = experiment.figure(folded);
            runs.add(SignalRuns.ERROR_PROBABILITIES.stream()
                    .map(probability -> experiment.dropping(folded, figure.chosen(), probability))
                    .toList());
        }
        return new DroppingRuns(runs);
    }

    /** In what share of the runs the winner stays. */
    double kept(double errorProbability) {
        int position = SignalRuns.ERROR_PROBABILITIES.indexOf(errorProbability);
        return runs.stream()
                .mapToDouble(run -> run.get(position).same() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    /** A line of a table for each error probability. */
    String rows(int patients) {
        return SignalRuns.ERROR_PROBABILITIES.stream()
                .map(probability -> String.format(
                        Locale.ROOT,
                        "| %d | %.2f | %.0f of %d | %.1f %% |",
                        patients,
                        probability,
                        kept(probability) * runs.size(),
                        runs.size(),
                        100 * saved(probability)))
                .collect(Collectors.joining("\n"));
    }

    private double saved(double errorProbability) {
        int position = SignalRuns.ERROR_PROBABILITIES.indexOf(errorProbability);
        return runs.stream()
                .mapToDouble(run -> run.get(position).saved())
                .average()
                .orElseThrow();
    }
}
